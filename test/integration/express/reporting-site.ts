import type { Express } from 'express';
import request from 'supertest';
import { identifyByHeader, openSite } from './support.js';
import type { Site, SiteOptions } from './support.js';

export const uuidV4 = (): RegExp => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36';
/** A customer with a browser. */
export const customer: Readonly<Record<string, string>> = { 'x-customer': 'user_1', 'user-agent': browser };

export type Options = SiteOptions;

/** A site whose page reads `home-hero`, and `site-banner`, which nobody asks for. */
export async function openReporting(
  createApp: () => Express,
  events?: Options['events'],
  more: Options = {},
): Promise<Site> {
  const site = await openSite(createApp, {
    identify: identifyByHeader,
    // What is shown and reported is looked at here, and a busy machine may take longer than a page has by default.
    timeoutMs: 10_000,
    ...(events !== undefined && { events }),
    ...more,
  });
  const { app, personalize } = site;
  app.use(personalize());
  app.use('/personalize', personalize.router());
  app.get('/', personalize('home-hero', 'promo-strip'), (_req, res) => {
    res.render('page');
  });
  return site;
}

export interface Reported {
  readonly action: string;
  readonly experience: string;
  readonly customerId: string;
  readonly elementId: string | undefined;
  readonly uuid: string;
  readonly duplicate: boolean;
}

/** What the emulator has taken, duplicates included, once all was delivered. */
export async function reported({ emulator, personalize }: Site): Promise<readonly Reported[]> {
  await personalize.flush();
  return emulator.ledger.events.map(({ action, experience, customerId, elementId, uuid, duplicate }) => ({
    action: action.replace('MOE_PERSONALIZATION_MESSAGE_', ''),
    experience,
    customerId,
    elementId,
    uuid,
    duplicate,
  }));
}

export const names = (events: readonly Reported[]): readonly string[] =>
  events.map(({ action, experience, customerId }) => [action, experience, customerId].join(' '));

/** A page whose element is marked, as the browser gets it, and what the browser may send back. */
export async function openMarked(
  createApp: () => Express,
  marks: object,
  events?: Options['events'],
  headers: Readonly<Record<string, string>> = customer,
  more: Options = {},
): Promise<MarkedPage> {
  const site = await openReporting(createApp, events, more);
  site.app.get('/marked', site.personalize('home-hero'), (_req, res) => {
    res.render('marked', { marks });
  });
  const { text } = await request(site.app).get('/marked').set(headers).expect(200);
  const [, token = ''] = /data-moe-token="([^"]*)"/.exec(text) ?? [];
  const [, clickUrl = ''] = /class="plain" href="([^"]*)"/.exec(text) ?? [];
  const report: MarkedPage['report'] = async (...reports) => {
    await request(site.app)
      .post('/personalize/events')
      .set({ ...customer, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain;charset=UTF-8' })
      .send(JSON.stringify({ events: reports }))
      .expect(204);
  };
  return { site, text, token, clickUrl, report };
}

export interface MarkedPage {
  readonly site: Site;
  readonly text: string;
  readonly token: string;
  readonly clickUrl: string;
  /** Sends the events as the browser script does. */
  readonly report: (...reports: readonly (readonly unknown[])[]) => Promise<void>;
}
