import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import request from 'supertest';
import { products } from '../../../example-app/catalogue.js';
import { scene } from '../../../example-app/payload.js';
import { createShop } from '../../../example-app/shop.js';
import type { Shop } from '../../../example-app/shop.js';
import { partOfDay, placesAt } from '../../../example-app/zones.js';
import { assets } from './shop-fixture.js';

let shop: Shop;
beforeAll(() => {
  // Static files never ask the API, so nothing has to listen there.
  shop = createShop({ assets, baseUrl: 'http://127.0.0.1:9/v1', workspaceId: 'EMU', apiKey: 'emu' });
});
afterAll(() => shop.close());

it.each(products.map(({ slug }) => slug))('%s has a picture', async (slug) => {
  const response = await request(shop.app).get(`/art/${slug}.svg`);

  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toContain('image/svg+xml');
});

it('draws every scene that a hero may choose', async () => {
  const names = await readdir(join(assets, 'public/art'));
  const drawn = names.flatMap((name) => /^hero-(\w+)\.svg$/.exec(name)?.[1] ?? []);

  expect(drawn).toHaveLength(8);
  expect(drawn.map((name) => scene(name).name)).toEqual(drawn);
});

it('ships all that it shows: no file names another host', async () => {
  const names = await readdir(join(assets, 'public'), { recursive: true });
  const files = names.filter((name) => /\.(?:css|js|svg)$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(assets, 'public', name), 'utf8')));

  const elsewhere = texts.flatMap((text) => text.match(/(?:https?:)?\/\/[\w.-]+\.\w+[^"')\s]*/g) ?? []);
  expect(files.length).toBeGreaterThan(20);
  expect(elsewhere.filter((address) => address !== 'http://www.w3.org/2000/svg')).toEqual([]);
});

it('draws without scripts, styles or foreign elements inside pictures', async () => {
  const names = await readdir(join(assets, 'public/art'));
  const texts = await Promise.all(names.map((name) => readFile(join(assets, 'public/art', name), 'utf8')));

  expect(texts.filter((text) => /<(?:script|style|foreignObject)|\son\w+=/.test(text))).toEqual([]);
});

it('writes nothing unescaped into a page but its own partials and what reports', async () => {
  const names = await readdir(join(assets, 'views'), { recursive: true });
  const views = names.filter((name) => name.endsWith('.ejs'));
  const texts = await Promise.all(views.map((name) => readFile(join(assets, 'views', name), 'utf8')));

  const raw = texts.flatMap((text) => text.match(/<%-\s*[^\s(]*/g) ?? []);
  expect(new Set(raw)).toEqual(new Set(['<%- include', '<%- personalization.attrs', '<%- personalization.script']));
});

it('offers a place for each part of the day, whatever the time', () => {
  const start = Date.UTC(2026, 0, 1);
  const hourMs = 3_600_000;
  const partsAt = (now: number) => new Set(placesAt(now).map((place) => place.partOfDay));

  const missing = Array.from({ length: 365 * 24 }, (_, hour) => start + hour * hourMs).filter((now) => {
    const parts = partsAt(now);
    return !parts.has('morning') || !parts.has('evening') || !parts.has('night');
  });
  expect(missing).toEqual([]);
});

it.each([
  [4, 'night'],
  [5, 'morning'],
  [10, 'morning'],
  [11, 'daytime'],
  [16, 'daytime'],
  [17, 'evening'],
  [21, 'evening'],
  [22, 'night'],
])('hour %d is %s', (hour, part) => {
  expect(partOfDay(hour)).toBe(part);
});
