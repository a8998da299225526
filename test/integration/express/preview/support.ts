import type { Express } from 'express';
import request from 'supertest';
import type { ExperienceMap, PersonalizeOptions } from 'express-moengage-personalize';
import type { EmulatorConfigInput } from 'express-moengage-personalize/emulator';
import { previewSecret } from '../../../support/preview-links.js';
import { browser } from '../reporting-site.js';
import { identifyByHeader, openSite, workspace } from '../support.js';
import type { Site } from '../support.js';

export type Options = PersonalizeOptions<ExperienceMap>;

/** The badge of a page; nothing where it has none. */
export const badgeOf = (html: string): string => /<div id="moe-preview">[^]*<\/div>/.exec(html)?.[0] ?? '';

/** An A/B test of which everybody gets the first, and what others have. */
export const previewWorkspace: EmulatorConfigInput = {
  ...workspace,
  experiences: [
    {
      key: 'home-hero',
      audiences: [
        {
          id: '1A',
          name: 'Visitors',
          when: { identified: false },
          variations: [{ id: '1', variables: { Title: 'For visitors' } }],
        },
        { id: '2B', name: 'Customers', variations: [{ id: '1', variables: { Title: 'For customers' } }] },
      ],
    },
    ...(workspace.experiences ?? []).filter(({ key }) => key !== 'home-hero'),
  ],
};

export const variations = { 'home-hero': { '2': { Title: 'Not live yet', Extra: '<b>&</b>' } } };

/** A site whose page reads `home-hero` and `site-banner`. */
export async function openPreviewSite(createApp: () => Express, more: Options = {}): Promise<Site> {
  const site = await openSite(
    createApp,
    {
      identify: identifyByHeader,
      defaults: { 'home-hero': { Title: 'Welcome' } },
      preview: { secret: previewSecret },
      ...more,
    },
    previewWorkspace,
  );
  const { app, personalize } = site;
  app.use(personalize());
  app.get('/', personalize('home-hero', 'site-banner'), (_req, res) => {
    res.render('page');
  });
  app.get('/sources', personalize('home-hero', 'site-banner'), (_req, res) => {
    const { experience } = res.locals.personalization;
    res.json(
      ['home-hero', 'site-banner'].map((key) => {
        const { source, reason, matched, variationId, variables } = experience(key);
        return { source, reason, matched, variationId, Title: variables.Title };
      }),
    );
  });
  return site;
}

/** A request of somebody who has opened a link. */
export const previewed = (
  { app }: Pick<Site, 'app'>,
  path: string,
  token: string,
  headers: object = {},
): request.Test =>
  request(app)
    .get(path)
    .set({ 'user-agent': browser, 'x-customer': 'user_1', ...headers })
    .set('Cookie', `first=1; moe_preview=${token}; last=2`);
