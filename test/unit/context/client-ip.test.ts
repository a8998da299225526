import express5 from 'express';
import express4 from 'express4';
import type { Request } from 'express';
import { createClientIpFinder } from '../../../src/context/client-ip.js';
import type { PersonalizeOptions } from '../../../src/config/personalize-options.js';
import { forwarded, otherHeaders, peer, second, visitor } from './fixtures/address-headers.js';
import type { Address } from './fixtures/address-headers.js';
import { contextOptions, recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';
import type { Asked } from './fixtures/real-request.js';

/** What the visitor's address is under these options. */
function findIp(options: PersonalizeOptions, asked: Asked, warnings = recordWarnings()): Promise<Address> {
  return readRequest(createClientIpFinder(contextOptions(options), warnings), asked);
}

const trusting = (trust: unknown, headers: Asked['headers'] = {}): Asked => ({
  configure: (app) => app.set('trust proxy', trust),
  headers,
});

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])("clientIp 'trusted' on %s", (_, createApp) => {
  const askEach = async (trust: unknown, headers: readonly Asked['headers'][]) => {
    const addresses: Address[] = [];
    for (const each of headers) addresses.push(await findIp({}, { ...trusting(trust, each), createApp }));
    return addresses;
  };
  const forwardedFor = forwarded.map(([header]) => ({ 'x-forwarded-for': header }));

  it.each([false, '10.0.0.0/8'])('is the connection whatever X-Forwarded-For says, trusting %j', async (trust) => {
    expect(forwarded.length).toBeGreaterThanOrEqual(60);
    expect(await askEach(trust, forwardedFor)).toEqual(forwarded.map(() => peer));
  });

  it.each([
    ['true', true, forwarded.map(([, all]) => all)],
    ['1', 1, forwarded.map(([, , one]) => one)],
    ["'loopback'", 'loopback', forwarded.map(([, , , loopback]) => loopback)],
  ])("is Express's choice from X-Forwarded-For, clean or nothing, trusting %s", async (_name, trust, expected) => {
    expect(await askEach(trust, forwardedFor)).toEqual(expected);
  });

  it.each([false, true, 1, 'loopback', '10.0.0.0/8'])('is no other header, trusting %j', async (trust) => {
    const headers = otherHeaders.map((name) => ({ [name]: visitor }));
    expect(await askEach(trust, headers)).toEqual(otherHeaders.map(() => peer));
  });
});

describe("clientIp 'trusted'", () => {
  it('is nothing, and no error, where the trust function of the application throws', async () => {
    const trust = () => {
      throw new Error('broken');
    };
    expect(await findIp({}, trusting(trust, { 'x-forwarded-for': visitor }))).toBeUndefined();
  });

  it('is masked where anonymizeIp is on', async () => {
    expect(await findIp({ anonymizeIp: true }, trusting(1, { 'x-forwarded-for': visitor }))).toBe('203.0.113.0');
    expect(await findIp({ anonymizeIp: true }, trusting(1, { 'x-forwarded-for': '2001:db8:1:2::3' }))).toBe(
      '2001:db8:1::',
    );
    expect(await findIp({ anonymizeIp: true }, trusting(1, { 'x-forwarded-for': 'evil' }))).toBeUndefined();
  });
});

describe("clientIp 'request-ip'", () => {
  const options: PersonalizeOptions = { clientIp: 'request-ip', clientIpHeaders: ['CF-Connecting-IP'] };
  const allowed = { 'cf-connecting-ip': visitor };

  it.each([true, 1, 'loopback'])('is the allowed header, trusting %j', async (trust) => {
    expect(await findIp(options, trusting(trust, allowed))).toBe(visitor);
  });

  it.each([false, '10.0.0.0/8'])('is the connection, trusting %j', async (trust) => {
    expect(await findIp(options, trusting(trust, { ...allowed, 'x-forwarded-for': visitor }))).toBe(peer);
  });

  it.each(otherHeaders.filter((name) => name !== 'cf-connecting-ip'))(
    'is not %s, which nobody allowed',
    async (name) => {
      expect(await findIp(options, trusting(true, { [name]: visitor }))).toBe(peer);
      expect(await findIp(options, trusting(true, { [name]: second, ...allowed }))).toBe(visitor);
    },
  );

  it.each([
    'cf-connecting-ip',
    'fastly-client-ip',
    'true-client-ip',
    'x-appengine-user-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-real-ip',
  ])('can be %s', async (name) => {
    expect(await findIp({ clientIp: 'request-ip', clientIpHeaders: [name] }, trusting(1, { [name]: visitor }))).toBe(
      visitor,
    );
  });

  it('is not X-Forwarded-For where that is the only header', async () => {
    expect(await findIp(options, trusting(1, { 'x-forwarded-for': `${second}, ${visitor}` }))).toBe(visitor);
  });

  it.each([`${visitor}:443`, `[::ffff:${visitor}]:443`, '::ffff:cb00:7109'])('is clean, of %j', async (header) => {
    expect(await findIp(options, trusting(1, { 'cf-connecting-ip': header }))).toBe(visitor);
  });

  it.each<[string, string | string[]]>([
    ['junk', 'evil'],
    ['a list', `${visitor}, ${second}`],
    ['there twice', [visitor, second]],
    ['empty', ''],
  ])("is Express's choice where the allowed header is %s", async (_, header) => {
    const headers = { 'cf-connecting-ip': header, 'x-forwarded-for': '192.0.2.5' };
    expect(await findIp(options, trusting(1, headers))).toBe('192.0.2.5');
  });

  it('warns where the application trusts no proxy, and only there', async () => {
    const warnings = recordWarnings();
    await findIp(options, trusting('10.0.0.0/8', allowed), warnings);
    await findIp(options, trusting(1, allowed), warnings);
    expect(warnings.codes).toEqual([]);
    await findIp(options, trusting(false, allowed), warnings);
    expect(warnings.codes).toEqual(['MOE_WARN_CLIENT_IP']);
    expect(warnings.text).not.toContain(visitor);
  });

  it("follows the parent application's setting in a mounted one", async () => {
    const asked = trusting(1, allowed);
    const parent = () => {
      const app = express5();
      app.set('trust proxy', 1);
      return app;
    };
    const find = createClientIpFinder(contextOptions(options), recordWarnings());
    let address: Address;
    await readRequest(() => undefined, {
      ...asked,
      createApp: parent,
      configure: (app) => {
        const mounted = express5();
        mounted.use((req, _res, next) => {
          address = find(req);
          next();
        });
        app.use(mounted);
      },
    });
    expect(address).toBe(visitor);
  });
});

describe('clientIp as a function', () => {
  it('is what it returns, cleaned', async () => {
    const clientIp = (req: Request) => req.get('x-edge-ip');
    expect(await findIp({ clientIp }, { headers: { 'x-edge-ip': ` [2001:db8::1]:80 ` } })).toBe('2001:db8::1');
  });

  it.each(['evil', `${visitor}, ${second}`, '', undefined])('is nothing where it returns %p', async (value) => {
    expect(await findIp({ clientIp: () => value }, {})).toBeUndefined();
  });

  it("is Express's choice, with a warning, where it throws", async () => {
    const warnings = recordWarnings();
    const clientIp = () => {
      throw new Error(visitor);
    };
    expect(await findIp({ clientIp }, {}, warnings)).toBe(peer);
    expect(warnings.codes).toEqual(['MOE_WARN_CLIENT_IP']);
    expect(warnings.text).not.toContain(visitor);
  });

  it("is Express's choice, with a warning, where it gives a promise, even one that rejects", async () => {
    const warnings = recordWarnings();
    const options = { clientIp: jest.fn().mockReturnValue(Promise.reject(new Error('late'))) };
    expect(await findIp(options, {}, warnings)).toBe(peer);
    expect(warnings.codes).toEqual(['MOE_WARN_CLIENT_IP']);
  });

  it('is masked where anonymizeIp is on', async () => {
    expect(await findIp({ clientIp: () => visitor, anonymizeIp: true }, {})).toBe('203.0.113.0');
  });
});
