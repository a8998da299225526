import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import request from 'supertest';
import { previewToken } from '../../../support/preview-links.js';
import { customer } from '../reporting-site.js';
import { expressVersions } from '../support.js';
import { openPreviewSite } from './support.js';

const token = previewToken({ 'home-hero': '2' });

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly location: string | undefined;
  readonly isCookieSet: boolean;
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What comes back for a request line as an attacker may write it, which no client library would send. */
async function ask(app: Express, target: string, method = 'GET'): Promise<Answer> {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    `${method} ${target} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${customer['user-agent'] ?? ''}\r\nConnection: close\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) text += String(chunk);
  const [head = ''] = text.split('\r\n\r\n', 1);
  const location = /^location: (.*)$/im.exec(head)?.[1];
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    head,
    location,
    isCookieSet: /^set-cookie: moe_preview=/im.test(head),
  };
}

describe.each(expressVersions)('a preview link on %s', (_name, createApp) => {
  it.each([
    ['/?moe_preview=TOKEN', '/'],
    ['/?a=1&moe_preview=TOKEN&b=%2f+%20', '/?a=1&b=%2f+%20'],
    ['/teas?q=%E0%A4%A&x=%zz&moe_preview=TOKEN', '/teas?q=%E0%A4%A&x=%zz'],
    ['/teas/%2F%2Fevil.example?moe_preview=TOKEN', '/teas/%2F%2Fevil.example'],
    ['/a//b/?moe_preview=TOKEN&moe_preview=other', '/a//b/'],
    ['/teas?utm_source=x&next=//evil.example&moe_preview=TOKEN', '/teas?utm_source=x&next=//evil.example'],
    ['/%5Cevil.example?moe_preview=TOKEN', '/%5Cevil.example'],
    ['/@evil.example?moe_preview=TOKEN', '/@evil.example'],
  ])('%s keeps its token in a cookie and leads to %s', async (target, location) => {
    const { app } = await openPreviewSite(createApp);

    const answer = await ask(app, target.replace('TOKEN', token));

    expect(answer).toMatchObject({ status: 303, location });
    expect(answer.head).toMatch(/^cache-control: private, no-store$/im);
    expect(answer.head).toMatch(
      new RegExp(`^set-cookie: moe_preview=${token}; Max-Age=3[56]\\d\\d; Path=/; HttpOnly; SameSite=Lax$`, 'im'),
    );
  });

  it.each([
    '//evil.example/?moe_preview=TOKEN',
    '///evil.example?moe_preview=TOKEN',
    '/\\evil.example/?moe_preview=TOKEN',
    '\\\\evil.example/?moe_preview=TOKEN',
    '/.//evil.example/?moe_preview=TOKEN',
    '/..//evil.example/?moe_preview=TOKEN',
    '/a/..//evil.example/?moe_preview=TOKEN',
    '/%2e//evil.example/?moe_preview=TOKEN',
    'http://evil.example/?moe_preview=TOKEN',
    'https:evil.example/?moe_preview=TOKEN',
    'javascript:alert(1)?moe_preview=TOKEN',
    '?moe_preview=TOKEN',
    '/?x=\\evil&moe_preview=TOKEN',
    '/?xmoe_preview=TOKEN',
    '/?x=?moe_preview%3DTOKEN',
    '/?moe_preview=TOKEN%20',
    '/?moe_preview[]=TOKEN',
    '/#?moe_preview',
  ])('leads nowhere and sets nothing: %s', async (target) => {
    const { app } = await openPreviewSite(createApp);

    const answer = await ask(app, target.replace('TOKEN', token));

    expect(answer).toMatchObject({ location: undefined, isCookieSet: false });
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE'])('is no link for %s', async (method) => {
    const { app } = await openPreviewSite(createApp);

    expect(await ask(app, `/?moe_preview=${token}`, method)).toMatchObject({ location: undefined, isCookieSet: false });
  });

  it('leads back to where a router is mounted, and runs before its handlers', async () => {
    const site = await openPreviewSite(createApp);
    const [app, shop] = [createApp(), createApp()];
    const handled = jest.fn();
    shop.get('/teas', site.personalize('home-hero'), handled);
    app.use('/en/shop', shop);

    const { headers } = await request(app).get(`/en/shop/teas?x=1&moe_preview=${token}`).expect(303);

    expect(headers.location).toBe('/en/shop/teas?x=1');
    expect(handled).not.toHaveBeenCalled();
  });

  it('ends with "off", which takes the cookie away', async () => {
    const { app } = await openPreviewSite(createApp);

    const { headers } = await request(app).get('/teas?a=1&moe_preview=off').expect(303);

    expect(headers).toMatchObject({ location: '/teas?a=1', 'cache-control': 'private, no-store' });
    expect(headers['set-cookie']).toEqual(['moe_preview=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
  });

  it('leaves other cookies of the response alone, and is sent over TLS only where it came so', async () => {
    const { personalize } = await openPreviewSite(createApp);
    const app = createApp().set('trust proxy', 1);
    app.use((_req, res, next) => {
      res.cookie('mine', '1');
      next();
    }, personalize());

    const { headers } = await request(app).get(`/?moe_preview=${token}`).set('x-forwarded-proto', 'https').expect(303);

    expect(headers['set-cookie']).toEqual([
      'mine=1; Path=/',
      expect.stringMatching(/^moe_preview=.*; SameSite=Lax; Secure$/),
    ]);
  });

  it('gives its stylesheet to pages that may load one of their own site only', async () => {
    const { app } = await openPreviewSite(createApp);

    const { headers, text } = await request(app).get('/?moe_preview=style').expect(200);

    expect(headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(text).toContain('#moe-preview');
    expect(headers['set-cookie']).toBeUndefined();
  });
});
