import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProduct } from '../../../example-app/catalogue.js';
import { icon, productsOf, scene, sitePath, text, tone } from '../../../example-app/payload.js';
import { openShop, partOf, visit } from './shop-fixture.js';
import type { OpenShop } from './shop-fixture.js';

describe('an address of a payload', () => {
  it.each(['/', '/teas', '/teas/black?from=hero#shelf', '/product/nilgiri-blue'])('%j is used as it is', (path) => {
    expect(sitePath(path, '/fallback')).toBe(path);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'https://evil.example/teas',
    '//evil.example/teas',
    '/\\evil.example',
    '/\t/evil.example',
    'teas',
    '',
    42,
    null,
    undefined,
    ['/teas'],
  ])('%j gives way to the shop’s own', (value) => {
    expect(sitePath(value, '/fallback')).toBe('/fallback');
  });
});

describe('a name of a payload', () => {
  const strange = [
    '',
    'x" onload="alert(1)',
    '../../etc/passwd',
    'constructor',
    '__proto__',
    7,
    null,
    undefined,
    {},
    ['dusk'],
  ];

  it.each(strange)('%j is no scene, tone or icon', (value) => {
    expect([scene(value).name, tone(value), icon(value)]).toEqual(['day', 'sky', 'taster']);
  });

  it('of the list is kept', () => {
    expect([scene('dusk').name, tone('rose'), icon('hello')]).toEqual(['dusk', 'rose', 'hello']);
  });
});

describe('text of a payload', () => {
  it('is cut where it would burst the page', () => {
    expect(text('x'.repeat(10_000))).toHaveLength(300);
  });

  it.each([[{}], [['a']], [null], [undefined], [true]])('%j is none', (value) => {
    expect(text(value)).toBe('');
  });

  it('may be a number', () => {
    expect(text(1200)).toBe('1200');
  });
});

describe('products of a payload', () => {
  it('are looked up, each once, three at most', () => {
    const slugs = ['twin-cups', 'gold-bar', 'twin-cups', 7, null, 'nilgiri-blue', 'rose-garden', 'first-flush'];

    expect(productsOf(slugs).map(({ slug }) => slug)).toEqual(['twin-cups', 'nilgiri-blue', 'rose-garden']);
  });

  it('leave out what the page shows already', () => {
    const shown = findProduct('twin-cups');

    expect(productsOf(['twin-cups', 'first-flush'], shown ? [shown] : []).map(({ slug }) => slug)).toEqual([
      'first-flush',
    ]);
  });

  it.each(['twin-cups', { length: 2 }, null, 3])('are none where %j stands for a list', (value) => {
    expect(productsOf(value)).toEqual([]);
  });
});

const hostile = `
workspaceId: EMU_HOSTILE
apiKey: emu_hostile
experiences:
  - key: home-hero
    audiences:
      - id: X1
        name: '<img src=x onerror=alert(1)>'
        variations:
          - id: '"><script>alert(2)</script>'
            variables:
              Title: '<script>alert("title")</script>'
              Text: { value: { toString: 1, deep: [1] }, data_type: json }
              ButtonLabel: '</a><svg onload=alert(3)>'
              ButtonLink: 'javascript:alert(4)'
              Scene: '"><script>alert(5)</script>'
              Extra: '</dd><script>alert(6)</script>'
  - key: promo-strip
    audiences:
      - id: X2
        name: All
        variations:
          - id: '1'
            variables: { Title: "{{constructor}} <%= 7*7 %>", Code: '"><b onmouseover=alert(7)>', Tone: 'sky"><b>', Icon: '../../start' }
  - key: site-banner
    audiences:
      - id: X3
        name: All
        variations:
          - id: '1'
            variables: { LinkLabel: Click, Link: '//evil.example/', Text: { value: [1, 2], data_type: json } }
`;

describe('a page with a hostile payload', () => {
  let shop: OpenShop;
  let folder: string;
  let html: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'low-cloud-'));
    const configFile = join(folder, 'hostile.yaml');
    await writeFile(configFile, hostile);
    shop = await openShop(configFile);
    ({ html } = await visit(shop, '/'));
  });
  afterAll(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });

  it('has no script and no element that the shop did not write', () => {
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];

    expect(scripts.map((script) => script.replace(/nonce="[\w+/=]+"|[0-9a-f]{8,}/g, '…'))).toEqual([
      '<script src="/shop.js" … defer>',
      '<script src="/personalize/script-….js" … defer>',
    ]);
    expect(html).not.toMatch(/<[^>]+\son\w+=/);
    expect(html).not.toContain('<svg onload');
  });

  it('shows the text as text', () => {
    expect(partOf(html, 'home-hero')).toContain('&lt;script&gt;alert(&#34;title&#34;)&lt;/script&gt;');
    expect(partOf(html, 'promo-strip')).toContain('&lt;%= 7*7 %&gt;');
  });

  it('links to the shop alone', () => {
    const addresses = [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address);

    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((address) => !/^(?:\/(?![/\\])|#)/.test(address ?? ''))).toEqual([shop.emulator.url]);
  });

  it('takes pictures and classes from the shop’s own list', () => {
    expect(partOf(html, 'home-hero')).toContain('src="/art/hero-day.svg"');
    expect(partOf(html, 'promo-strip')).toContain('class="promo tone-sky"');
    expect(partOf(html, 'promo-strip')).toContain('src="/art/icon-taster.svg"');
  });
});
