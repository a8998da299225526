import { join } from 'node:path';
import type { Express } from 'express';
import type { EmulatorConfigInput } from 'express-moengage-personalize/emulator';
import request from 'supertest';
import { expressVersions, openSite } from '../express/support.js';
import { engines } from './engines.js';
import { unescapeHtml } from './unescape-html.js';

/** Everything that could end an attribute, an element, a script or a line of one. */
const hostileTitle = `</script><script>alert(1)</script> <!-- "it's" & {{ 7 }} \u2028\u2029`;

const config: EmulatorConfigInput = {
  experiences: [
    {
      key: 'home-hero',
      audiences: [
        { id: '1A', name: 'All Users', variations: [{ id: '2', variables: { Title: hostileTitle, Price: 12.5 } }] },
      ],
    },
  ],
};

/** What stands between an opening tag and the next closing tag of that name. */
function inside(html: string, opening: string, name: string): string {
  const [, rest = ''] = html.split(`<${opening}>`);
  const [text = ''] = rest.split(`</${name}>`);
  return text;
}

type SetUp = (typeof engines)[number][1];

/** What a visitor gets whose route asked for `home-hero` and for nothing else. */
async function openPage(createApp: () => Express, setUp: SetUp, view: string): Promise<string> {
  const defaults = { 'promo-strip': { Title: 'Free returns' } };
  const { app, personalize } = await openSite(createApp, { defaults }, config);
  setUp(app, join(__dirname, 'pages'));
  app.get('/', personalize('home-hero'), (_req, res) => {
    res.render(view);
  });
  const { text } = await request(app).get('/').expect(200).expect('content-type', /html/);
  return text;
}

describe.each(expressVersions)('on %s', (_version, express) => {
  describe.each(engines)('a view of %s', (_engine, setUp) => {
    let html = '';

    beforeEach(async () => {
      html = await openPage(express, setUp, 'facts');
    });

    it('shows a value as text', () => {
      expect(unescapeHtml(inside(html, 'h1', 'h1'))).toBe(hostileTitle);
    });

    it('shows a value in an attribute', () => {
      const [, attribute = ''] = /<h2 title="([^"]*)">/.exec(html) ?? [];

      expect(unescapeHtml(attribute)).toBe(hostileTitle);
    });

    it('reads the experience, its variables and their values as own properties', () => {
      expect(unescapeHtml(inside(html, 'h3', 'h3'))).toBe(hostileTitle);
    });

    it('shows the fallback for a variable that is not there', () => {
      expect(inside(html, 'h4', 'h4')).toBe('as ever');
    });

    it('shows the default of an experience that nobody asked for', () => {
      expect(inside(html, 'h5', 'h5')).toBe('Free returns, NOT_REQUESTED');
    });

    it('lists the experiences that were asked for', () => {
      expect(inside(html, 'h6', 'h6')).toBe('<i>home-hero</i>');
    });

    it('hands the experiences over as JSON, whatever they hold', () => {
      const json = inside(html, 'script type="application/json"', 'script');

      expect(JSON.parse(json)).toEqual({
        'home-hero': { matched: true, variables: { Title: hostileTitle, Price: 12.5 } },
      });
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    });

    it('holds no element of the payload', () => {
      expect(html).not.toContain('<script>');
      expect(html.match(/<\/script/g)).toHaveLength(1);
    });
  });

  it.each(engines)('a view of %s may print whole objects', async (_engine, setUp) => {
    const html = await openPage(express, setUp, 'whole');

    expect(html.match(/<p>[^<]*<\/p>/g)).toHaveLength(5);
  });
});
