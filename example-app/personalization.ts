import { createPersonalize, timeZoneFromCookie } from 'express-moengage-personalize';
import type { Identity, Logger, Personalize, PreviewOptions } from 'express-moengage-personalize';
import type { Request } from 'express';
import { readBag } from './bag.js';
import { currentVisitor } from './visitors.js';
import { shopZone, zoneCookie } from './zones.js';

/** The experiences that the marketer and the shop agreed on: key → variables. */
export interface ShopExperiences {
  'home-hero': {
    Eyebrow: string;
    Title: string;
    Text: string;
    ButtonLabel: string;
    ButtonLink: string;
    Scene: string;
  };
  'promo-strip': { Title: string; Text: string; Code: string; Icon: string; Tone: string };
  'site-banner': { Text: string; LinkLabel: string; Link: string; Tone: string };
  'cart-upsell': { Title: string; Text: string; Products: readonly string[]; Tone: string };
}

/** How to reach the API, and how patient to be. */
export interface ApiOptions {
  readonly baseUrl: string;
  readonly workspaceId: string;
  readonly apiKey: string;
  /** Milliseconds that a page may wait for the API. Default: 500. */
  readonly timeoutMs?: number | undefined;
  readonly logger?: Logger | undefined;
  /** What preview links are sealed with, and a file of variations that the API does not have yet. Default: no links. */
  readonly preview?: PreviewOptions | undefined;
}

const defaults: ShopExperiences = {
  'home-hero': {
    Eyebrow: 'From the Nilgiris, the blue mountains',
    Title: 'Tea from above the cloud line',
    Text: 'Small gardens at two thousand metres, picked by hand and packed in Coonoor the same week.',
    ButtonLabel: 'See all teas',
    ButtonLink: '/teas',
    Scene: 'day',
  },
  'promo-strip': {
    Title: 'A taster in every parcel',
    Text: 'Five cups of something you did not order. Most people come back for it.',
    Code: '',
    Icon: 'taster',
    Tone: 'sky',
  },
  'site-banner': {
    Text: 'Free delivery in India from ₹1,200, packed in Coonoor within a day.',
    LinkLabel: '',
    Link: '/teas',
    Tone: 'sky',
  },
  'cart-upsell': {
    Title: 'Goes well with it',
    Text: 'What others put in the same parcel.',
    Products: ['twin-cups', 'nilgiri-blue', 'lemongrass-ginger'],
    Tone: 'sky',
  },
};

const chosenZone = timeZoneFromCookie(zoneCookie);

/** A visitor who has not signed in has no id at all: an invented one would make a customer of them. */
function identify(req: Request): Identity | null {
  const { id } = currentVisitor(req);
  return id === '' ? null : { customerId: id };
}

export function createShopPersonalize(api: ApiOptions): Personalize<ShopExperiences> {
  return createPersonalize<ShopExperiences>({
    ...api,
    defaults,
    everyPage: ['site-banner'],
    identify,
    timeZone: (req) => chosenZone(req) ?? shopZone,
    rememberUtm: true,
    // Only what was really on the screen counts, so that the drawer, which reads everything, counts nothing.
    events: { impressions: 'visible' },
    attributes: (req) => ({ bag: readBag(req).length > 0 ? 'filled' : 'empty' }),
  });
}
