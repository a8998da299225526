import { join } from 'node:path';
import express5 from 'express';
import type { Express, Request } from 'express';
import express4 from 'express4';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { Clock } from '../../../src/core/clock.js';
import { isJsonObject } from '../../../src/core/json.js';
import { assemblePersonalize } from '../../../src/personalize.js';
import { createPersonalize } from 'express-moengage-personalize';
import type { ExperienceMap, Identity, Personalize, PersonalizeOptions } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator, EmulatorConfigInput } from 'express-moengage-personalize/emulator';

/** Both majors that the package supports, for `describe.each`. */
export const expressVersions: readonly [string, typeof express5][] = [
  ['Express 5', express5],
  ['Express 4', express4],
];

const everybody = (key: string, Title: string) => ({
  key,
  audiences: [{ id: '1A', name: 'All Users', variations: [{ id: '2', variables: { Title } }] }],
});

/** Three experiences for everybody, one for customers of the newsletter, one for gold customers. */
export const workspace: EmulatorConfigInput = {
  workspaceId: 'EMU_TEST_DEBUG',
  apiKey: 'emu_test',
  customers: [{ id: 'user_1', attributes: { tier: 'gold' } }],
  experiences: [
    everybody('home-hero', 'Hello'),
    everybody('promo-strip', 'Free shipping'),
    everybody('site-banner', 'Sale'),
    {
      key: 'newsletter-hero',
      audiences: [
        {
          id: '7B',
          name: 'Newsletter readers',
          when: { session: { utm_source: 'newsletter' } },
          variations: [{ id: '1', variables: { Title: 'Welcome, reader' } }],
        },
      ],
    },
    {
      key: 'gold-offer',
      audiences: [
        {
          id: '9C',
          name: 'Gold',
          when: { attributes: { tier: 'gold' } },
          variations: [{ id: '1', variables: { Title: 'For you', Percent: 20 } }],
        },
      ],
    },
  ],
};

/** The customer that a test's request claims to be. */
export const identifyByHeader = (req: Request): Identity => ({ customerId: req.get('x-customer') ?? '' });

export interface SiteOptions extends PersonalizeOptions<ExperienceMap> {
  /** Instead of that of the machine, where what is asserted must not depend on how busy it is. */
  readonly clock?: Clock;
}

export interface Site {
  readonly app: Express;
  readonly emulator: Emulator;
  readonly personalize: Personalize<ExperienceMap>;
  /** Keys of each fetch that the emulator has seen; `'all'` where a fetch named none. */
  readonly fetches: () => readonly unknown[];
  /** Bodies of those fetches. */
  readonly bodies: () => readonly unknown[];
}

/** Where the time is not what a test is about, a machine that does much else is no reason for a default. */
const patient = { timeoutMs: 20_000 };

function openPersonalize({ clock, ...options }: SiteOptions): Site['personalize'] {
  if (clock === undefined) return createPersonalize<ExperienceMap>(options);
  return assemblePersonalize(resolveOptions(options, process.env), clock);
}

const openSites: { close(): Promise<unknown> }[] = [];

/** An application with views and a personalize of its own, on an emulator of its own. Closed after each test. */
export async function openSite(
  createApp: () => Express,
  options: SiteOptions = {},
  config: EmulatorConfigInput = workspace,
): Promise<Site> {
  const emulator = await createEmulator({ config });
  const { baseUrl, workspaceId, apiKey } = emulator;
  const personalize = openPersonalize({ baseUrl, workspaceId, apiKey, ...patient, ...options });
  const app = createApp();
  app.set('views', join(__dirname, 'views')).set('view engine', 'ejs');
  openSites.push({
    close: async () => {
      // It still has something to report, perhaps.
      await personalize.close();
      await emulator.close();
    },
  });
  const bodies = () =>
    emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'fetch').map(({ request }) => request);
  return {
    app,
    emulator,
    personalize,
    bodies,
    fetches: () => bodies().map((body) => (isJsonObject(body) ? (body.experience_key ?? 'all') : body)),
  };
}

afterEach(async () => {
  await Promise.all(openSites.splice(0).map((site) => site.close()));
});
