import { once } from 'node:events';
import { Agent, createServer, request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { Express } from 'express';
import fc from 'fast-check';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import { isPersonalizeError } from '../../../src/core/errors.js';
import { assemblePersonalize } from '../../../src/personalize.js';
import { deedOf, oddValue, perform } from '../../support/deeds.js';
import type { Deed } from '../../support/deeds.js';
import { createFakeClock } from '../../support/fake-clock.js';
import type { FakeClock } from '../../support/fake-clock.js';
import { callUntyped } from '../../support/thrown.js';
import { expressVersions } from './support.js';

const keys = ['home-hero', 'promo-strip', '__proto__', 'toString'];
const credentials = { workspaceId: 'W_DEBUG', apiKey: 'personalize:key', baseUrl: 'http://127.0.0.1:9/v1' };
const callbackNames = ['identify', 'attributes', 'consent', 'bots', 'timeZone', 'clientIp'] as const;

/** Good values of every option that is no function. */
const settings = {
  everyPage: fc.subarray(keys),
  defaults: fc.constantFrom({}, { 'home-hero': { Title: 'Welcome' } }),
  timeoutMs: fc.constantFrom(1, 500, 60_000),
  rememberUtm: fc.boolean(),
  anonymizeIp: fc.boolean(),
  prefetch: fc.constantFrom('default', 'personalize'),
  breaker: fc.boolean(),
  quota: fc.constantFrom(false, { perMinute: 1 }, { perMinute: 1_000 }),
  retry: fc.boolean(),
  cache: fc.constantFrom(false, { maxEntries: 8 }, { ttlMs: 1_000, staleWhileRevalidateMs: 1_000, maxEntries: 8 }),
  activeKeysOnly: fc.boolean(),
  events: fc.constantFrom(false, {}, { anonymous: true }, { impressions: 'visible' }, { impressions: 'manual' }),
  cacheControl: fc.constantFrom('private', false),
};

const callbacks = {
  identify: deedOf(fc.constantFrom({ customerId: 'user_1' }, { userIdentifiers: { u_em: 'a' } })),
  attributes: deedOf(fc.constant({ plan: 'gold' })),
  consent: deedOf(fc.constantFrom('full', 'full', 'anonymous', 'none')),
  bots: deedOf(fc.constant(false)),
  timeZone: deedOf(fc.constant('Asia/Kolkata')),
  clientIp: deedOf(fc.constant('203.0.113.9')),
  log: deedOf(fc.constant(undefined)),
  observe: deedOf(fc.constant(undefined)),
};

const hero = '{"payload":{"Title":{"value":"Hi","data_type":"string"}},"experience_context":{"cid":"1"}}';
const body = fc.oneof(
  fc.constantFrom(...keys).map((key) => `{"experiences":{"home-hero":${hero},${JSON.stringify(key)}:${hero}}}`),
  fc.json({ maxDepth: 3 }),
  fc.string(),
  oddValue,
);
const answer = deedOf(
  fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 304, 400, 401, 429, 500, 503, NaN),
    data: body,
    headers: fc.constantFrom({}, { 'retry-after': '1' }, { 'Retry-After': ['x'] }, { 'x-ratelimit-reset': '-1' }),
  }),
);

/** Pieces of a path that any HTTP client would send. */
const pathPieces = ['/', '/', 'a', 'home', '.', '..', '-', '~', ';v=1', ':', '@', '+', '%20', '%2F', '%E2%82%AC'];

const visit = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'OPTIONS'),
  path: fc
    .array(fc.constantFrom(...pathPieces), { maxLength: 8 })
    .map((pieces) => `/${pieces.join('')}?utm_source=a&__proto__[x]=1`),
  headers: fc.dictionary(
    fc.constantFrom('user-agent', 'cookie', 'x-forwarded-for', 'sec-gpc', 'sec-purpose', 'accept', 'host'),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim()),
  ),
  asked: fc.constantFrom<readonly unknown[]>(
    [],
    ['home-hero'],
    keys,
    [{ keys: 'all' }],
    [{ keys: ['home-hero'], wait: 'render', timeoutMs: 5 }],
  ),
  argument: fc.oneof(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 1 }), fc.constant(undefined)),
  other: fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant(undefined)),
});

type Visit = typeof visit extends fc.Arbitrary<infer Value> ? Value : never;

/** An adapter of axios that never goes to the network. */
function createAdapter(answers: readonly Deed[]) {
  let asked = 0;
  return (config: object): Promise<never> => {
    const deed = answers[asked++ % answers.length] ?? { kind: 'hang', value: undefined };
    const given = perform(deed);
    return Promise.resolve(given).then((value) => Object.assign({ config, statusText: '' }, value)) as Promise<never>;
  };
}

type Callbacks = Readonly<Record<keyof typeof callbacks, Deed>>;

/** Options whose values are good, and whose functions do what they do. */
function optionsOf(given: object, deeds: Callbacks, answers: readonly Deed[]) {
  const log = (): unknown => perform(deeds.log);
  const observe = (): unknown => perform(deeds.observe);
  return {
    ...credentials,
    ...given,
    ...Object.fromEntries(callbackNames.map((name) => [name, () => perform(deeds[name])])),
    axios: axios.create({ adapter: createAdapter(answers) }),
    logger: { debug: log, info: log, warn: log, error: log },
    observer: { onCall: observe, onResolve: observe, onBreaker: observe },
  };
}

/** Every reader of a page, with arguments that types forbid, as a view would give them. */
function readAll(locals: Readonly<Record<string, unknown>>, { argument, other }: Visit): readonly unknown[] {
  const thrown: unknown[] = [];
  for (const [name, reader] of Object.entries(Object(locals.personalization) as object)) {
    if (typeof reader !== 'function' || name === 'resolve') continue;
    try {
      Reflect.apply(reader, undefined, [argument, other]);
    } catch (error) {
      thrown.push([name, error]);
    }
  }
  return thrown;
}

describe.each(expressVersions)('on %s', (_version, express) => {
  const agent = new Agent({ keepAlive: true });
  let app: Express;
  let clock: FakeClock;
  const server = createServer((req, res) => {
    // Nothing here takes time of its own: what has not come yet comes by the clock alone.
    const pump = (turns: number): void => {
      if (res.writableFinished || res.destroyed) return;
      if (turns > 20) clock.advance(1_000);
      setImmediate(pump, turns + 1);
    };
    app(req, res);
    pump(0);
  });
  const rejected: unknown[] = [];
  const keepRejected = (thrown: unknown): void => {
    rejected.push(thrown);
  };

  beforeAll(async () => {
    process.on('unhandledRejection', keepRejected);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    process.off('unhandledRejection', keepRejected);
    agent.destroy();
    server.close();
  });

  async function get({ method, path, headers }: Visit): Promise<number | undefined> {
    const { port } = server.address() as AddressInfo;
    const request = openRequest({ agent, port, host: '127.0.0.1', method, path, headers });
    request.end();
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  }

  it('5,000 pages are served once each, whatever everybody else does', async () => {
    let pages = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record(settings, { requiredKeys: [] }),
        fc.record(callbacks),
        fc.array(answer, { minLength: 1, maxLength: 3 }),
        fc.array(visit, { minLength: 4, maxLength: 4 }),
        async (given, deeds, answers, visits) => {
          clock = createFakeClock();
          const resolved = Reflect.apply(resolveOptions, undefined, [optionsOf(given, deeds, answers), {}]);
          const personalize = assemblePersonalize(resolved, clock);
          for (const one of visits) {
            let handled = 0;
            const thrown: unknown[] = [];
            app = express();
            app.use(personalize());
            app.use('/personalize', personalize.router());
            app.use(Reflect.apply(personalize, undefined, [...one.asked]), async (_req, res) => {
              handled += 1;
              thrown.push(...readAll(res.locals, one));
              const { resolve, json, script } = res.locals.personalization;
              await Reflect.apply(resolve, undefined, [one.argument, 'site-banner']);
              res.send(`<!doctype html>${script()}<script type="application/json">${json()}</script>`);
            });
            expect([await get(one), handled, thrown, rejected]).toEqual([200, 1, [], []]);
            pages += 1;
          }
          const closed = personalize.close();
          for (let turn = 0; turn < 20; turn += 1) {
            clock.advance(1_000);
            await new Promise(setImmediate);
          }
          await closed;
        },
      ),
      { numRuns: 1_250 },
    );
    process.stdout.write(`never throws: ${pages} pages\n`);
  }, 120_000);
});

describe('10,000 configurations', () => {
  it('are taken, or refused by an error that says why and shows no key', () => {
    const names = [...Object.keys(settings), ...callbackNames, ...Object.keys(credentials)];
    const more = [
      'queryAttributes',
      'clientIpHeaders',
      'routerPath',
      'observer',
      'localsKey',
      'logger',
      'axios',
      'odd',
    ];
    const junk = fc.dictionary(fc.constantFrom(...names, ...more), oddValue, { maxKeys: 3 });
    let taken = 0;
    fc.assert(
      fc.property(fc.record(settings, { requiredKeys: [] }), junk, (good, bad) => {
        try {
          callUntyped(resolveOptions, { ...credentials, ...good, ...bad }, {});
          taken += 1;
        } catch (error) {
          if (!isPersonalizeError(error)) throw error;
          expect(error.message).not.toContain(credentials.apiKey);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
