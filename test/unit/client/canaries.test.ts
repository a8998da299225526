import { inspect } from 'node:util';
import axios from 'axios';
import type { AxiosInstance } from 'axios';
import { withDeadline } from '../../../src/client/deadline.js';
import { createPersonalizeClient } from '../../../src/client/personalize-client.js';
import { systemClock } from '../../../src/core/clock.js';
import { Secret } from '../../../src/core/secret.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createCounters } from '../../../src/core/counters.js';
import { askNetwork } from '../../../src/experiences/network.js';
import { createResolver } from '../../../src/experiences/resolver.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { rejectionOf } from '../../support/thrown.js';
import { openTransport } from '../../support/transports.js';
import { openRawUpstream, openUpstream } from '../../support/upstream.js';
import type { SeenRequest, Upstream } from '../../support/upstream.js';
import { createVisitor } from '../../support/visitor.js';

const workspaceId = 'WS_DEBUG';
const apiKey = 'canary-key-51f0';
const visitor = createVisitor({
  identity: { customerId: 'canary-id-51f1', userIdentifiers: { u_em: 'canary-51f2@example.com' } },
  ipAddress: '198.51.100.242',
  userAgent: 'canary-agent-51f3',
  attributes: { utm_source: 'canary-utm-51f4' },
});

const canaries: readonly string[] = [
  apiKey,
  'canary',
  '51f1',
  '51f2',
  '198.51.100.242',
  '51f3',
  '51f4',
  Buffer.from(`${workspaceId}:${apiKey}`).toString('base64').slice(0, 24),
  Buffer.from(apiKey).toString('base64').slice(0, 16),
];

/** Every way in which something is likely to end up in a log. */
function everyForm(value: unknown): string {
  const members = value instanceof Error ? [value.message, value.stack, String(value)] : [];
  return [
    inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity }),
    inspect(value),
    JSON.stringify(value),
    JSON.stringify({ err: value, list: [value] }),
    ...members,
  ].join('\n');
}

const canariesIn = (shown: string): readonly string[] => canaries.filter((canary) => shown.includes(canary));

const echo = (request: SeenRequest): string => JSON.stringify(request);

const everyFault: readonly (readonly [name: string, code: string, open: () => Promise<Upstream>])[] = [
  [
    '400 that echoes the request',
    'MOE_HTTP_ERROR',
    () => openUpstream((res, seen) => res.writeHead(400).end(echo(seen))),
  ],
  [
    '401 that echoes the request',
    'MOE_UNAUTHORIZED',
    () => openUpstream((res, seen) => res.writeHead(401).end(echo(seen))),
  ],
  [
    '429 that echoes the request',
    'MOE_RATE_LIMITED',
    () => openUpstream((res, seen) => res.writeHead(429).end(echo(seen))),
  ],
  ['200 that echoes the request', 'MOE_BAD_RESPONSE', () => openUpstream((res, seen) => res.end(echo(seen)))],
  [
    'a redirect that echoes the request',
    'MOE_HTTP_ERROR',
    () => openUpstream((res, seen) => res.writeHead(302, { location: `/?${encodeURIComponent(echo(seen))}` }).end()),
  ],
  [
    'an encoding that nobody knows',
    'MOE_BAD_RESPONSE',
    () => openUpstream((res, seen) => res.writeHead(200, { 'content-encoding': 'canary' }).end(echo(seen))),
  ],
  ['a reset', 'MOE_NETWORK_ERROR', () => openRawUpstream((socket) => socket.resetAndDestroy())],
  ['no HTTP', 'MOE_NETWORK_ERROR', () => openRawUpstream((socket) => socket.end('canary\r\n\r\n'))],
  ['silence', 'MOE_TIMEOUT', () => openRawUpstream(() => undefined)],
];

/** Short where only time ends the call, long where a slow machine must not. */
const timeoutFor = (code: string): number => (code === 'MOE_TIMEOUT' ? 20 : 5_000);

function setUp(origin: string, { own, timeoutMs = 5_000 }: { own?: AxiosInstance; timeoutMs?: number } = {}) {
  const transport = openTransport(origin, { workspaceId, apiKey: new Secret(apiKey), ...(own && { axios: own }) });
  const limited = withDeadline(transport, systemClock);
  const client = createPersonalizeClient(limited, systemClock, timeoutMs);
  const logger = createRecordingLogger();
  const warnings = createWarnings(logger, systemClock);
  const ask = askNetwork(limited, warnings);
  const resolver = createResolver(
    {},
    { ask, known: () => () => undefined, warnings, counters: createCounters(), clock: systemClock },
  );
  return { transport, limited, client, resolver, logger };
}

it('the canaries are sent, so that the tests below prove something', async () => {
  const upstream = await openUpstream((res) => res.end('{"experiences":{}}'));
  await setUp(upstream.origin).client.fetchExperiences({ ...visitor, keys: ['home-hero'] });
  const sent = JSON.stringify(upstream.requests);
  expect(canariesIn(sent + String(Buffer.from(String(upstream.requests[0]?.headers.authorization), 'base64')))).toEqual(
    expect.arrayContaining(['51f1', '51f2', '198.51.100.242', '51f3', '51f4', canaries[7]]),
  );
});

describe.each(everyFault)('after %s', (_, code, open) => {
  it('no canary is in the error', async () => {
    const { client } = setUp((await open()).origin, { timeoutMs: timeoutFor(code) });
    const error = await rejectionOf(client.fetchExperiences({ ...visitor, keys: ['home-hero'] }));
    expect(error.code).toBe(code);
    expect(canariesIn(everyForm(error))).toEqual([]);
  });

  it('no canary is in the outcome, the log or what was made', async () => {
    const { transport, limited, client, resolver, logger } = setUp((await open()).origin);
    const deadline = systemClock.monotonic() + timeoutFor(code);
    const resolution = await resolver.resolve(visitor, ['home-hero'], { deadline });
    const outcome = await transport.send(
      { method: 'POST', path: '/x', body: '{}' },
      { deadline, signal: AbortSignal.timeout(timeoutFor(code)) },
    );
    const failed = outcome.kind === 'failed' ? outcome : undefined;
    const shown = everyForm([resolution, failed, transport, limited, client, resolver, logger.lines]);
    expect(logger.lines.length).toBe(1);
    expect(canariesIn(shown)).toEqual([]);
  });
});

describe('after a failure within an own axios instance', () => {
  it.each<[string, (instance: AxiosInstance) => void]>([
    [
      'an interceptor that throws with the request',
      (instance) =>
        instance.interceptors.request.use((config) => {
          throw Object.assign(new Error(JSON.stringify(config)), { config });
        }),
    ],
    [
      'an adapter that fails as those of axios do',
      (instance) => {
        instance.defaults.adapter = (config) =>
          Promise.reject(
            new axios.AxiosError(`canary ${String(config.headers)}`, 'ECONNRESET', config, { canary: true }),
          );
      },
    ],
  ])('by %s no canary is in the error', async (_, prepare) => {
    const instance = axios.create();
    prepare(instance);
    const { client } = setUp('http://127.0.0.1:1', { own: instance });
    const error = await rejectionOf(client.fetchExperiences({ ...visitor, keys: ['home-hero'] }));
    expect(error.code).toBe('MOE_NETWORK_ERROR');
    expect(canariesIn(everyForm(error))).toEqual([]);
    expect(canariesIn(everyForm(instance.defaults))).toEqual([]);
  });
});
