import { openShop, outcomeOf, partOf, phone, visit } from './shop-fixture.js';
import type { OpenShop, Visit } from './shop-fixture.js';

const newsletter = '/?utm_source=newsletter&utm_medium=email&utm_campaign=first-flush';
const ad = '/?utm_source=search&utm_medium=cpc&utm_campaign=first-sip';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('the hero', () => {
  it.each<readonly [who: string, scene: string, title: string, path: string, visit: Visit]>([
    ['a reader who follows the newsletter', 'letter', 'Your First Flush parcel is packed', newsletter, {}],
    ['a gold member', 'cellar', 'The cellar is open', '/', { visitor: 'user_8821' }],
    ['a customer who was away', 'rain', 'The rains were good to us', '/', { visitor: 'user_2067' }],
    ['anybody in the morning', 'dawn', 'First the kettle, then the day', '/', { hour: 8 }],
    ['anybody in the evening', 'dusk', 'The lamps are lit, sit down', '/', { hour: 19 }],
    ['anybody at night', 'night', 'Nothing here will keep you awake', '/', { hour: 1 }],
    [
      'a gold member who follows the newsletter',
      'letter',
      'Your First Flush parcel is packed',
      newsletter,
      { visitor: 'user_8821' },
    ],
  ])('shows %s the scene "%s"', async (_who, scene, title, path, who) => {
    const { html } = await visit(shop, path, who);

    const hero = partOf(html, 'home-hero');
    expect(hero).toContain(`hero--${scene}`);
    expect(hero).toContain(`/art/hero-${scene}.svg`);
    expect(hero).toContain(title);
    expect(outcomeOf(html, 'home-hero')).toMatch(/^network · variation \d$/);
  });

  it('shows its own scene by day to somebody of whom nothing is known', async () => {
    const { html } = await visit(shop, '/');

    expect(partOf(html, 'home-hero')).toContain('Tea from above');
    expect(outcomeOf(html, 'home-hero')).toBe('default · NOT_MATCHED');
  });

  it('tries two headlines on visitors from an ad, and shows each visitor the same one again', async () => {
    const agents = Array.from({ length: 12 }, (_, index) => `Mozilla/5.0 (X11; Linux x86_64) Firefox/${index + 100}.0`);
    const titleFor = async (userAgent: string) =>
      /<h1 id="hero-title">([^<]*)/.exec((await visit(shop, ad, { userAgent })).html)?.[1];

    const first = await Promise.all(agents.map(titleFor));
    const again = await Promise.all(agents.map(titleFor));

    expect(new Set(first)).toEqual(new Set(['The first sip settles it', 'Better than the bag at your office']));
    expect(again).toEqual(first);
  });
});

describe('the promotion strip', () => {
  it.each<readonly [who: string, words: string, path: string, visit: Visit]>([
    ['a visitor from an ad', 'FIRSTSIP', ad, {}],
    ['a new customer', 'FIRSTPOT', '/', { visitor: 'user_5140' }],
    ['somebody on a phone', 'collect it from the counter', '/', { userAgent: phone }],
  ])('has something for %s', async (_who, words, path, who) => {
    const { html } = await visit(shop, path, who);

    expect(partOf(html, 'promo-strip')).toContain(words);
  });

  it('splits everybody else in two', async () => {
    const agents = Array.from({ length: 12 }, (_, index) => `Mozilla/5.0 (X11; Linux x86_64) Firefox/${index + 100}.0`);

    const pages = await Promise.all(agents.map((userAgent) => visit(shop, '/', { userAgent })));

    const codes = pages.map(({ html }) => /THREES|TASTER/.exec(partOf(html, 'promo-strip'))?.[0]);
    expect(new Set(codes)).toEqual(new Set(['THREES', 'TASTER']));
  });
});

describe('the site banner', () => {
  it.each(['/', '/teas', '/teas/black', '/product/silver-needle', '/bag', '/nowhere'])('is on %s', async (path) => {
    const { html } = await visit(shop, path, { visitor: 'user_8821' });

    expect(partOf(html, 'site-banner')).toContain('Gold: express delivery is on us');
    expect(outcomeOf(html, 'site-banner')).toBe('network · variation 1');
  });
});

describe('the cart upsell', () => {
  it('offers the evening nothing that keeps awake', async () => {
    const { html } = await visit(shop, '/product/nilgiri-blue', { hour: 20 });

    const upsell = partOf(html, 'cart-upsell');
    expect(upsell).toContain('And for tonight?');
    expect(upsell).toContain('href="/product/moonrise-chamomile"');
  });

  it('does not offer the product that the page is about', async () => {
    const { html } = await visit(shop, '/product/moonrise-chamomile', { hour: 20 });

    expect(partOf(html, 'cart-upsell')).not.toContain('href="/product/moonrise-chamomile"');
    expect(partOf(html, 'cart-upsell')).toContain('href="/product/twin-cups"');
  });
});

describe('a page', () => {
  it('asks for all that it shows in one call', async () => {
    const before = shop.emulator.ledger.calls.length;

    await visit(shop, '/');

    expect(shop.emulator.ledger.calls.length - before).toBe(1);
  });

  it('belongs to its visitor and runs nobody else’s scripts', async () => {
    const { headers } = await visit(shop, '/');

    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers['content-security-policy']).toMatch(/script-src 'nonce-[\w+/]{22}=='(?:;|$)/);
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('explains who asked in the drawer', async () => {
    const { html } = await visit(shop, newsletter, { visitor: 'user_2067', hour: 8 });

    expect(html).toContain('<dt>Customer</dt><dd>user_2067</dd>');
    expect(html).toContain('<dt>utm_campaign</dt><dd>first-flush</dd>');
    expect(html).toContain('<dt>Device</dt><dd>desktop</dd>');
    expect(html).toMatch(/<dt>Local time<\/dt><dd>\w+day, hour 0[89]<\/dd>/);
  });
});
