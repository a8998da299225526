import { findProduct } from './catalogue.js';
import type { Product } from './catalogue.js';

/*
 * A payload is written by somebody else and may hold anything. Text is escaped by EJS; what becomes a class, a picture
 * or an address is looked up here first, and where it is not on the list the shop's own choice stands.
 */

const longestText = 300;
const mostSlugs = 12;
const mostProducts = 3;

/** What each scene of the hero shows. */
const scenes = {
  day: 'Blue hills above low clouds, tea rows and a planter’s house in front',
  dawn: 'The hills at sunrise, pink and gold',
  dusk: 'The hills after sunset, lamps lit in the planter’s house',
  night: 'The hills by moonlight under a sky of stars',
  rain: 'The hills in the monsoon, rain falling on the tea rows',
  letter: 'A parcel tied with blue ribbon, an envelope, a tin of tea and a steaming cup',
  cup: 'A large steaming cup of tea between leaves',
  cellar: 'Tins of tea on two shelves under a warm lamp',
} as const;

export type Scene = keyof typeof scenes;

const tones = ['saffron', 'leaf', 'sky', 'rose', 'night', 'gold'] as const;
export type Tone = (typeof tones)[number];

const icons = ['taster', 'third', 'hello', 'counter'] as const;
export type Icon = (typeof icons)[number];

/** Text of a sane length; nothing for what is no text. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, longestText) : '';
}

export function scene(value: unknown): { readonly name: Scene; readonly alt: string } {
  const name = isScene(value) ? value : 'day';
  return { name, alt: scenes[name] };
}

function isScene(value: unknown): value is Scene {
  return typeof value === 'string' && Object.hasOwn(scenes, value);
}

export function tone(value: unknown): Tone {
  return tones.find((name) => name === value) ?? 'sky';
}

export function icon(value: unknown): Icon {
  return icons.find((name) => name === value) ?? 'taster';
}

/** An address inside the shop: path, query and hash. Anything else, `//host` and `javascript:` among it, gives the fallback. */
export function sitePath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback;
  const origin = 'http://shop.invalid';
  if (!URL.canParse(value, origin)) return fallback;
  const url = new URL(value, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : fallback;
}

/** Products of the catalogue by slug, in the payload's order, each once; those that the page shows already left out. */
export function productsOf(value: unknown, shown: readonly Product[] = []): readonly Product[] {
  const slugs: readonly unknown[] = Array.isArray(value) ? value : [];
  const found = slugs.slice(0, mostSlugs).flatMap((slug) => findProduct(slug) ?? []);
  return [...new Set(found)].filter((product) => !shown.includes(product)).slice(0, mostProducts);
}
