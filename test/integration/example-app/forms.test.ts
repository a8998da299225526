import request from 'supertest';
import { openShop, partOf, visit } from './shop-fixture.js';
import type { OpenShop } from './shop-fixture.js';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const send = (path: string, fields: Record<string, string>, cookie = '') =>
  request(shop.app).post(path).type('form').set('Cookie', cookie).send(fields);

/** The value of a cookie that the response sets, or `undefined`. */
function cookieSet(response: request.Response, name: string): string | undefined {
  const lines = [response.headers['set-cookie'] ?? []].flat();
  return lines
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0];
}

describe('the login switch', () => {
  it('signs a visitor of the list in and goes back to the page', async () => {
    const response = await send('/visitor', { visitor: 'user_8821', back: '/teas/black?a=1' });

    expect(response.status).toBe(303);
    expect(response.headers.location).toBe('/teas/black?a=1');
    expect(cookieSet(response, 'shop_visitor')).toBe('user_8821');
  });

  it('signs out', async () => {
    const response = await send('/visitor', { visitor: '', back: '/' }, 'shop_visitor=user_8821');

    expect(cookieSet(response, 'shop_visitor')).toBe('');
  });

  it('refuses somebody who is not on the list', async () => {
    const response = await send('/visitor', { visitor: 'user_1', back: '/' });

    expect(response.status).toBe(400);
    expect(cookieSet(response, 'shop_visitor')).toBeUndefined();
  });

  it('takes a cookie that names nobody for an anonymous visitor', async () => {
    const { html } = await visit(shop, '/', { visitor: 'user_1' });

    expect(html).toContain('<dt>Customer</dt><dd>anonymous</dd>');
  });
});

describe('the zone switch', () => {
  it('keeps a zone that is on offer', async () => {
    const response = await send('/zone', { zone: 'Asia/Tokyo', back: '/' });

    expect(response.status).toBe(303);
    expect(cookieSet(response, 'shop_zone')).toBe('Asia/Tokyo');
  });

  it.each(['Mars/Olympus', '', 'Asia/Tokyo; Path=/admin'])('refuses %j', async (zone) => {
    const response = await send('/zone', { zone, back: '/' });

    expect(response.status).toBe(400);
    expect(cookieSet(response, 'shop_zone')).toBeUndefined();
  });

  it('tells the API the day and hour of the zone', async () => {
    const { text } = await request(shop.app).get('/').set('Cookie', 'shop_zone=Asia/Tokyo');

    expect(text).toContain('<dt>Time zone</dt><dd>Asia/Tokyo</dd>');
  });
});

describe('a form', () => {
  it.each([
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ])('does not send the visitor to %j', async (back, location) => {
    const response = await send('/visitor', { visitor: 'user_8821', back });

    expect(response.headers.location).toBe(location);
  });

  it('that is too long is answered with a page', async () => {
    const response = await send('/visitor', { visitor: 'x'.repeat(5_000) });

    expect(response.status).toBe(413);
    expect(response.text).toContain('A cup fell off the tray');
  });
});

describe('a campaign', () => {
  it('is remembered over the visit and dropped on request', async () => {
    const agent = request.agent(shop.app);
    await agent.get('/?utm_source=newsletter').set('Accept', 'text/html');

    const later = await agent.get('/').set('Accept', 'text/html');
    expect(partOf(later.text, 'home-hero')).toContain('hero--letter');

    await agent.post('/arrival');
    const afterwards = await agent.get('/').set('Accept', 'text/html');
    expect(partOf(afterwards.text, 'home-hero')).not.toContain('hero--letter');
  });
});

describe('the bag', () => {
  it('starts empty', async () => {
    const { html } = await visit(shop, '/bag');

    expect(html).toContain('Nothing in it yet');
  });

  it('counts what is put in', async () => {
    const response = await send('/bag/add', { slug: 'nilgiri-blue', back: '/' }, 'shop_bag=nilgiri-blue*1.twin-cups*1');

    expect(cookieSet(response, 'shop_bag')).toBe('twin-cups*1.nilgiri-blue*2');
  });

  it('loses what is taken out', async () => {
    const response = await send('/bag/remove', { slug: 'nilgiri-blue' }, 'shop_bag=nilgiri-blue*2.twin-cups*1');

    expect(cookieSet(response, 'shop_bag')).toBe('twin-cups*1');
  });

  it('adds up', async () => {
    const { text } = await request(shop.app).get('/bag').set('Cookie', 'shop_bag=nilgiri-blue*2.twin-cups*1');

    expect(text).toContain('₹2,530');
  });

  it.each(['unknown*3', 'nilgiri-blue*-1', 'nilgiri-blue*1e9x', '<script>*1', '*', 'constructor*1'])(
    'takes nothing from the cookie %j',
    async (bag) => {
      const { text } = await request(shop.app).get('/bag').set('Cookie', `shop_bag=${bag}`);

      expect(text).toContain('Nothing in it yet');
    },
  );

  it('does not take what the shop does not sell', async () => {
    const response = await send('/bag/add', { slug: 'gold-bar', back: '/' });

    expect(response.status).toBe(303);
    expect(cookieSet(response, 'shop_bag')).toBeUndefined();
  });

  it('with something in it changes the banner', async () => {
    const { text } = await request(shop.app).get('/teas').set('Cookie', 'shop_bag=nilgiri-blue*1');

    expect(partOf(text, 'site-banner')).toContain('your bag leaves Coonoor today');
  });
});

describe('an address that leads nowhere', () => {
  it.each(['/nowhere', '/teas/coffee', '/product/gold-bar', '/product/constructor'])(
    '%s answers 404 with a page',
    async (path) => {
      const { status, html } = await visit(shop, path);

      expect(status).toBe(404);
      expect(html).toContain('We looked on every shelf');
    },
  );

  it('that cannot be decoded answers 400 with a page', async () => {
    const { status, html } = await visit(shop, '/product/%E0%A4%A');

    expect(status).toBe(400);
    expect(html).toContain('A cup fell off the tray');
  });
});
