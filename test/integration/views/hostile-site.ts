import { join } from 'node:path';
import type { Express } from 'express';
import { safeUrl } from '../../../src/core/safe-url.js';
import { openSite } from '../express/support.js';
import type { Site } from '../express/support.js';
import type { engines } from './engines.js';
import { hostileVariables } from './vectors.js';

/** A page of one engine that shows each hostile value as text, attribute, URL and JSON; another view may take its place. */
export async function openHostileSite(
  createApp: () => Express,
  setUp: (typeof engines)[number][1],
  view = 'hostile',
): Promise<Site> {
  const site = await openSite(createApp, undefined, {
    experiences: [
      {
        key: 'hostile',
        audiences: [{ id: '1A', name: 'All Users', variations: [{ id: '2', variables: hostileVariables }] }],
      },
    ],
  });
  setUp(site.app, join(__dirname, 'pages'));
  site.app.get('/', site.personalize('hostile'), (_req, res) => {
    res.render(view, { names: Object.keys(hostileVariables), safeUrl });
  });
  return site;
}
