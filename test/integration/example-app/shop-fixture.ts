import { join } from 'node:path';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import request from 'supertest';
import { createShop } from '../../../example-app/shop.js';
import type { Shop } from '../../../example-app/shop.js';

export const assets: string = join(process.cwd(), 'example-app');

export interface OpenShop extends Shop {
  readonly emulator: Emulator;
}

/** The shop on an emulator of its own, which serves `configFile`. */
export async function openShop(
  configFile: string = join(assets, 'experiences.yaml'),
  timeoutMs = 5_000,
): Promise<OpenShop> {
  const emulator = await createEmulator({ configFile, port: 0 });
  const { baseUrl, workspaceId, apiKey } = emulator;
  const shop = createShop({ assets, baseUrl, workspaceId, apiKey, timeoutMs, emulatorUrl: emulator.url });
  const close = async (): Promise<void> => {
    await shop.close();
    await emulator.close();
  };
  return { app: shop.app, close, emulator };
}

export const desktop =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
export const phone =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

const hoursInDay = 24;
const easternmost = 14;

/** A zone in which it is this hour now. Hours in the middle of a range survive a clock that strikes meanwhile. */
export function zoneWhereItIs(hour: number): string {
  const east = (hour - new Date().getUTCHours() + hoursInDay) % hoursInDay;
  // The names of these zones count westwards.
  return east > easternmost - 2 ? `Etc/GMT+${hoursInDay - east}` : `Etc/GMT-${east}`;
}

const midday = 14;

export interface Visit {
  readonly visitor?: string;
  readonly hour?: number;
  readonly userAgent?: string;
}

/** What came back. */
export interface Visited {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** The page as this visitor gets it: anonymous, on a desktop and in the early afternoon unless told otherwise. */
export async function visit(
  shop: Shop,
  path: string,
  { visitor = '', hour = midday, userAgent = desktop }: Visit = {},
): Promise<Visited> {
  const response = await request(shop.app)
    .get(path)
    .set('User-Agent', userAgent)
    .set('Accept', 'text/html')
    .set('Cookie', [`shop_visitor=${visitor}`, `shop_zone=${zoneWhereItIs(hour)}`]);
  return { status: response.status, headers: response.headers, html: response.text };
}

/** The part of a page that an experience writes. */
export function partOf(html: string, key: string): string {
  const mark = html.indexOf(`data-experience="${key}"`);
  if (mark === -1) return '';
  const start = html.lastIndexOf('<', mark);
  const end = /<\/(?:section|aside)>/.exec(html.slice(mark));
  return html.slice(start, end === null ? undefined : mark + end.index);
}

/** What the drawer says of an experience: `network · variation 1`, `default · TIMEOUT`. */
export function outcomeOf(html: string, key: string): string | undefined {
  return new RegExp(`data-answer="${key}"[^]*?class="badge">([^<]*)<`).exec(html)?.[1];
}
