import request from 'supertest';
import { safeUrl } from '../../../src/core/safe-url.js';
import { expressVersions } from '../express/support.js';
import { engines } from './engines.js';
import { openHostileSite } from './hostile-site.js';
import { unescapeHtml } from './unescape-html.js';
import { hostileVariables, vectors } from './vectors.js';

/** Each value as it stands in the page, escaped: nothing else can be between these tags and quotes. */
const shown =
  /<section id="v\d+">\s*<p>([^<>]*)<\/p>\s*<i title="([^"<>]*)"><\/i>\s*<a href="([^"<>]*)"><\/a>\s*<\/section>/g;

it('there are at least 150 hostile values, each once', () => {
  expect(new Set(vectors).size).toBe(vectors.length);
  expect(vectors.length).toBeGreaterThanOrEqual(150);
});

describe.each(expressVersions)('on %s', (_version, express) => {
  describe.each(engines)('a view of %s', (_engine, setUp) => {
    let html = '';

    beforeEach(async () => {
      const { app } = await openHostileSite(express, setUp);
      ({ text: html } = await request(app).get('/').expect(200));
    });

    it('shows each as the text that it is', () => {
      expect([...html.matchAll(shown)].map(([, text = '']) => unescapeHtml(text))).toEqual(vectors);
    });

    it('shows each as the attribute that it is', () => {
      expect([...html.matchAll(shown)].map(([, , title = '']) => unescapeHtml(title))).toEqual(vectors);
    });

    it('links to none but to what is safe of it', () => {
      const links = [...html.matchAll(shown)].map(([, , , href = '']) => unescapeHtml(href));

      expect(links).toEqual(vectors.map((vector) => safeUrl(vector)));
      expect(links.filter((link) => !/^https?:$/.test(new URL(link, 'https://shop.example/').protocol))).toEqual([]);
      expect(links.filter((link) => link.startsWith('//'))).toEqual([]);
    });

    it('hands all of them over as the JSON that they came as', () => {
      const [, json = ''] = /<script type="application\/json">([^<>&\u2028\u2029]*)<\/script>\s*$/.exec(html) ?? [];

      expect(JSON.parse(json)).toEqual({ hostile: { matched: true, variables: hostileVariables } });
    });

    it('has no other element', () => {
      const counts = ['<section', '<p', '<i', '<a', '<script'].map((tag) => html.split(tag).length - 1);

      expect(counts).toEqual([...Array.from({ length: 4 }, () => vectors.length), 1]);
    });
  });
});
