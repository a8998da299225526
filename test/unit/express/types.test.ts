import express from 'express';
import { createPersonalize } from 'express-moengage-personalize';

/** As an application declares them: interfaces, which have no index signature. */
interface Hero {
  Title: string;
  Price?: number;
}

interface ShopExperiences {
  'home-hero': Hero;
}

const credentials = { baseUrl: 'http://127.0.0.1:9/v1', workspaceId: 'W', apiKey: 'k' };

describe('the public types', () => {
  it('leave the parameters of a route as Express reads them from its path', () => {
    const personalize = createPersonalize<ShopExperiences>(credentials);
    const app = express();

    app.get('/tea/:slug', personalize('home-hero'), (req, res) => {
      const slug: string = req.params.slug;
      res.send(slug);
    });

    expect(app).toBeDefined();
  });

  it('take keys of interfaces', () => {
    const personalize = createPersonalize<ShopExperiences>({
      ...credentials,
      defaults: { 'home-hero': { Title: 'Hi' } },
    });

    personalize('home-hero');
    personalize({ keys: ['home-hero'] });

    expect(personalize).toBeDefined();
  });

  it('let identify answer with what an application has, missing or not', () => {
    const session: { userId?: string; mail?: string | null } = {};

    const personalize = createPersonalize({
      ...credentials,
      identify: () => ({ customerId: session.userId, userIdentifiers: { u_em: session.mail } }),
    });

    expect(personalize).toBeDefined();
  });
});
