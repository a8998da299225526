import request from 'supertest';
import { desktop, openShop } from './shop-fixture.js';
import type { OpenShop } from './shop-fixture.js';

const engines = ['ejs', 'pug', 'handlebars', 'nunjucks', 'react'];
let shop: OpenShop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function visit(engine: string): Promise<string> {
  const { text } = await request(shop.app)
    .get(`/engines/${engine}?utm_source=newsletter`)
    .set({ 'User-Agent': desktop, Cookie: 'shop_visitor=user_8821' })
    .expect(200)
    .expect('Content-Type', /^text\/html/)
    .expect('Cache-Control', 'private, no-store');
  return text;
}

/** What a page comes to: its hero, and where its links lead. */
function readPage(html: string) {
  const marks = html.match(/data-moe-[a-z]+="/g) ?? [];
  return {
    title: /<h1>([^<]+)<\/h1>/.exec(html)?.[1],
    text: /<p class="hero__text">([^<]+)</.exec(html)?.[1],
    scene: /hero--(\w+)/.exec(html)?.[1],
    links: [...html.matchAll(/<a[^>]* href="([^"]*)"/g)].map(([, href]) => href),
    marks: [...marks].sort(),
    script: /<script src="\/personalize\/script-[0-9a-f]+\.js" nonce="[^"]+" defer/.test(html),
  };
}

it('the page is the same in each engine', async () => {
  const [first, ...others] = await Promise.all(engines.map(async (engine) => readPage(await visit(engine))));

  expect(first?.title).not.toBe('Tea from above the cloud line');
  expect(first?.marks.length).toBeGreaterThanOrEqual(4);
  expect(first?.script).toBe(true);
  expect(first?.links).toHaveLength(6);
  for (const other of others) expect(other).toEqual(first);
});

it.each(engines)('the page in %s says what it is written in', async (engine) => {
  expect(await visit(engine)).toMatch(new RegExp(`This page is written in ${engine}`, 'i'));
});
