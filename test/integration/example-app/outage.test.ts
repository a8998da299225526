import type { Fault } from 'express-moengage-personalize/emulator';
import { openShop, outcomeOf, partOf, visit } from './shop-fixture.js';
import type { OpenShop } from './shop-fixture.js';

const timeoutMs = 100;

let shop: OpenShop;
// A shop of its own for each: after some failures the API is left alone for a while.
afterEach(() => shop.close());

describe('with the API hung', () => {
  beforeEach(async () => {
    shop = await openShop(undefined, timeoutMs);
    shop.emulator.fault({ kind: 'hang' });
  });

  it.each([
    ['/', 200, 'Tea from above'],
    ['/teas', 200, 'Ten things, chosen slowly'],
    ['/teas/infusion', 200, 'Moonrise Chamomile'],
    ['/product/silver-needle', 200, 'Goes well with it'],
    ['/bag', 200, 'Nothing in it yet'],
    ['/nowhere', 404, 'We looked on every shelf'],
  ])('%s is served in time with what the shop has of its own', async (path, status, words) => {
    const page = await visit(shop, path, { visitor: 'user_8821' });

    expect(page.status).toBe(status);
    expect(page.html).toContain(words);
    expect(partOf(page.html, 'site-banner')).toContain('Free delivery in India');
    // The API says nothing, ever: a page that waited for it would not be here.
    expect(outcomeOf(page.html, 'site-banner')).toBe('default · TIMEOUT');
  });
});

describe('with the API failing', () => {
  beforeEach(async () => {
    shop = await openShop();
  });

  it.each<readonly [fault: Fault, reason: string]>([
    [{ kind: 'reset' }, 'NETWORK_ERROR'],
    [{ kind: 'status', status: 500, body: 'no' }, 'HTTP_ERROR'],
    [{ kind: 'status', status: 401, body: 'no' }, 'UNAUTHORIZED'],
    [{ kind: 'rate-limit' }, 'RATE_LIMITED'],
    [{ kind: 'malformed' }, 'BAD_RESPONSE'],
  ])('by %j the home page is whole and says %s in the drawer', async (fault, reason) => {
    shop.emulator.fault(fault);

    const { status, html } = await visit(shop, '/');

    expect(status).toBe(200);
    expect(partOf(html, 'home-hero')).toContain('Tea from above');
    expect(outcomeOf(html, 'home-hero')).toBe(`default · ${reason}`);
  });
});
