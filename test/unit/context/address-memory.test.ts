import type { Express, Request } from 'express';
import { createClientIpFinder } from '../../../src/context/client-ip.js';
import { rememberAddresses } from '../../../src/context/address-memory.js';
import { contextOptions, recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';

const forwarded = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const trustOne = (app: Express) => {
  app.set('trust proxy', 1);
};

/** Counts how often Express was asked. */
function setUp() {
  const ask = jest.fn((req: Request) => req.ip);
  const find = rememberAddresses(ask);
  const visit = (
    address: string,
    configure: (app: Express) => void = trustOne,
    prepare = (_req: Request) => undefined,
  ) =>
    readRequest(
      (req) => {
        prepare(req);
        return [find(req), find(req)];
      },
      { ...forwarded(address), configure },
    );
  return { ask, visit };
}

it('an address is found once', async () => {
  const { ask, visit } = setUp();
  await expect(visit('203.0.113.9')).resolves.toEqual(['203.0.113.9', '203.0.113.9']);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('is never that of another header', async () => {
  const { visit } = setUp();
  await visit('203.0.113.9');
  await expect(visit('203.0.113.10')).resolves.toEqual(['203.0.113.10', '203.0.113.10']);
});

it('is found anew where the application trusts others than before', async () => {
  const { visit } = setUp();
  await visit('203.0.113.9');
  await expect(visit('203.0.113.9', () => undefined)).resolves.toEqual(['127.0.0.1', '127.0.0.1']);
});

it.each([
  [
    "the application's own trust function may change its mind",
    (app: Express) => {
      app.set('trust proxy', () => true);
    },
    (_req: Request) => undefined,
  ],
  [
    "the request has an 'ip' of its own",
    trustOne,
    (req: Request) => {
      Object.defineProperty(req, 'ip', { get: () => '192.0.2.1' });
      return undefined;
    },
  ],
  [
    "the application has an 'ip' of its own",
    (app: Express) => {
      trustOne(app);
      Object.defineProperty(app.request, 'ip', { get: () => '192.0.2.1' });
    },
    (_req: Request) => undefined,
  ],
  [
    'the header is of no sane length',
    trustOne,
    (req: Request) => {
      req.headers['x-forwarded-for'] = `${'9'.repeat(300)}, 203.0.113.9`;
      return undefined;
    },
  ],
])('nothing is remembered where %s', async (_, configure, prepare) => {
  const { ask, visit } = setUp();
  await visit('203.0.113.9', configure, prepare);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("is what 'trusted' gives", async () => {
  const find = createClientIpFinder(contextOptions({}), recordWarnings());
  const seen = await readRequest((req) => [find(req), find(req)], { ...forwarded('203.0.113.9'), configure: trustOne });
  expect(seen).toEqual(['203.0.113.9', '203.0.113.9']);
});
