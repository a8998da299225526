import { inspect } from 'node:util';
import { createPersonalizeClient } from '../../../src/client/personalize-client.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import type { FailureReason } from '../../../src/core/experience.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, answerKeys, createScriptedTransport } from '../../support/scripted-transport.js';
import { callUntyped, rejectionOf } from '../../support/thrown.js';

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `key-${index}`);

function setUp(answer: (request: { body?: string }, index: number) => ApiOutcome = answerAll) {
  const clock = createFakeClock({ monotonic: 1_000 });
  const transport = createScriptedTransport(answer);
  return { clock, transport, client: createPersonalizeClient(transport, clock, 500) };
}

function answerAll(request: { body?: string }): ApiOutcome {
  return answerKeys({ method: 'POST', path: '', ...request });
}

describe('fetchExperiences', () => {
  it('gives the matched experiences', async () => {
    const { client } = setUp();
    const { experiences, dropped, failures, errors } = await client.fetchExperiences({ keys: ['a', 'b'] });
    expect(experiences.map(({ key, variables }) => [key, variables.Title])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect([dropped, failures, errors]).toEqual([[], [], []]);
  });

  it('gives what was dropped and what the API says of keys', async () => {
    const { client } = setUp(() =>
      answered({ experiences: { bad: 7 }, failures: [{ reason: 'EXPERIENCE_EXPIRED', experienceKeys: ['old'] }] }),
    );
    await expect(client.fetchExperiences({ keys: ['bad', 'old'] })).resolves.toEqual({
      experiences: [],
      dropped: [{ key: 'bad', problem: 'it is not an object' }],
      failures: [{ reason: 'EXPERIENCE_EXPIRED', keys: ['old'] }],
      errors: [],
    });
  });

  it('merges the calls for 60 keys', async () => {
    const { client, transport } = setUp();
    const { experiences } = await client.fetchExperiences({ keys: keysOf(60) });
    expect(experiences.map(({ key }) => key)).toEqual(keysOf(60));
    expect(transport.sent.length).toBe(3);
  });

  it('keeps the partial success and says which keys failed', async () => {
    const { client } = setUp((request, index) => (index === 0 ? answered('', 503) : answerAll(request)));
    const { experiences, errors } = await client.fetchExperiences({ keys: keysOf(26) });
    expect(experiences.map(({ key }) => key)).toEqual(['key-25']);
    expect(errors).toMatchObject([{ keys: keysOf(25), error: { code: 'MOE_HTTP_ERROR', status: 503 } }]);
  });

  it('rejects with the first failure where every call failed', async () => {
    const { client } = setUp((_, index) => answered('', index === 0 ? 503 : 401));
    const error = await rejectionOf(client.fetchExperiences({ keys: keysOf(26) }));
    expect([error.code, error.status]).toEqual(['MOE_HTTP_ERROR', 503]);
  });

  it('asks nothing for no keys', async () => {
    const { client, transport } = setUp();
    await expect(client.fetchExperiences({ keys: [] })).resolves.toMatchObject({ experiences: [], errors: [] });
    expect(transport.sent).toEqual([]);
  });

  it('sends a whole visitor context, and of it only what the API knows', async () => {
    const { client, transport } = setUp();
    const visitor = {
      identity: { customerId: 'user_1' },
      ipAddress: undefined,
      userAgent: 'UA',
      device: { type: 'mobile' },
      timeZone: 'UTC',
      dayOfWeek: 'Monday',
      hourOfDay: '07',
      queryAttributes: { utm_source: 'x' },
      attributes: { utm_source: 'x' },
    } as const;
    await client.fetchExperiences({ ...visitor, keys: ['a'] });
    expect(transport.bodies()).toEqual([
      {
        utm_source: 'x',
        identifiers: { customer_id: 'user_1' },
        experience_key: ['a'],
        DAY_OF_THE_WEEK: 'Monday',
        TIME_OF_THE_DAY: '07',
        USER_AGENT: 'UA',
      },
    ]);
  });

  it.each([
    ['now and timeoutMs, by default', {}, 1_500],
    ['what the caller says', { deadline: 1_234 }, 1_234],
  ])('has the deadline of %s', async (_, options, deadline) => {
    const { client, transport } = setUp();
    await client.fetchExperiences({ keys: ['a'] }, options);
    expect(transport.sent[0]?.limits.deadline).toBe(deadline);
  });

  it.each([
    ['as far ahead as it may be', 61_000],
    ['in the past', 0],
  ])('takes a deadline %s', async (_, deadline) => {
    const { client, transport } = setUp();
    await client.fetchExperiences({ keys: ['a'] }, { deadline });
    expect(transport.sent[0]?.limits.deadline).toBe(deadline);
  });

  it.each([[61_001], [1_700_000_000_000], [Infinity], [-Infinity], [NaN], ['1500'], [null], [1500n], [new Date(0)]])(
    'rejects the deadline %p, unsent',
    async (deadline) => {
      const { client, transport } = setUp();
      const error = await rejectionOf(
        Promise.resolve(callUntyped(client.fetchExperiences, { keys: ['a'] }, { deadline })),
      );
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^deadline must be on the scale of performance\.now\(\), at most 60000 ms ahead; /);
      expect(transport.sent).toEqual([]);
    },
  );

  it('passes the signal on', async () => {
    const { client, transport } = setUp();
    const { signal } = new AbortController();
    await client.fetchExperiences({ keys: ['a'] }, { signal });
    expect(transport.sent[0]?.limits.signal).toBe(signal);
  });

  it.each([[undefined], [{}], [{ keys: 'home-hero' }], [{ keys: ['a'], hourOfDay: '24' }]])(
    'rejects the query %j, unsent',
    async (query) => {
      const { client, transport } = setUp();
      const error = await rejectionOf(Promise.resolve(callUntyped(client.fetchExperiences, query)));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(transport.sent).toEqual([]);
    },
  );
});

describe('fetchExperiencesMeta', () => {
  const list = answered({
    metadata: { experiences: [{ experience_key: 'a', experience_name: 'A', status: 'Paused' }] },
  });

  it('lists every status by default', async () => {
    const { client, transport } = setUp(() => list);
    await expect(client.fetchExperiencesMeta()).resolves.toEqual([{ key: 'a', name: 'A', status: 'Paused' }]);
    expect(transport.sent[0]?.request.path).toBe('/experiences/metadata?status=Active,Paused,Scheduled');
  });

  it('lists the statuses that are named, by the given deadline', async () => {
    const { client, transport } = setUp(() => list);
    await client.fetchExperiencesMeta({ status: ['Active'], deadline: 1_234 });
    expect(transport.sent[0]).toMatchObject({
      request: { path: '/experiences/metadata?status=Active' },
      limits: { deadline: 1_234 },
    });
  });

  it('rejects the deadline of Date.now(), unsent', async () => {
    const { client, transport, clock } = setUp(() => list);
    const error = await rejectionOf(client.fetchExperiencesMeta({ deadline: clock.now() }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(transport.sent).toEqual([]);
  });

  it.each([[['active']], ['Active'], [[undefined]], [null]])('rejects the status %j, unsent', async (status) => {
    const { client, transport } = setUp(() => list);
    const error = await rejectionOf(Promise.resolve(callUntyped(client.fetchExperiencesMeta, { status })));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(transport.sent).toEqual([]);
  });

  it('rejects where the API refuses', async () => {
    const { client } = setUp(() => answered('', 403));
    const error = await rejectionOf(client.fetchExperiencesMeta());
    expect([error.code, error.status]).toEqual(['MOE_UNAUTHORIZED', 403]);
  });
});

describe('a rejection', () => {
  it.each<[FailureReason, ApiOutcome, number | undefined, string]>([
    ['ABORTED', { kind: 'failed', reason: 'ABORTED' }, undefined, 'the call was aborted'],
    ['TIMEOUT', { kind: 'failed', reason: 'TIMEOUT' }, undefined, 'the API did not answer within the deadline'],
    ['NETWORK_ERROR', { kind: 'failed', reason: 'NETWORK_ERROR' }, undefined, 'the API could not be reached'],
    [
      'BREAKER_OPEN',
      { kind: 'failed', reason: 'BREAKER_OPEN' },
      undefined,
      'the API has failed too often lately and is left alone for a while',
    ],
    ['OVERLOADED', { kind: 'failed', reason: 'OVERLOADED' }, undefined, 'too many calls are under way'],
    [
      'RATE_LIMITED',
      { kind: 'failed', reason: 'RATE_LIMITED' },
      undefined,
      'too many calls in this minute, by the count of the API or by our own',
    ],
    [
      'UNAUTHORIZED',
      { kind: 'failed', reason: 'UNAUTHORIZED' },
      undefined,
      'the API refused the credentials: check workspaceId, apiKey and dataCenter',
    ],
    [
      'BAD_RESPONSE',
      answered('<html>'),
      200,
      'the API answered with something else than the documented JSON [HTTP 200]',
    ],
    ['HTTP_ERROR', answered('', 500), 500, 'the API answered with an error status [HTTP 500]'],
    [
      'RATE_LIMITED',
      answered('', 429),
      429,
      'too many calls in this minute, by the count of the API or by our own [HTTP 429]',
    ],
    [
      'UNAUTHORIZED',
      answered('', 401),
      401,
      'the API refused the credentials: check workspaceId, apiKey and dataCenter [HTTP 401]',
    ],
  ])('for %s has code, status, sentence and help, and no cause', async (reason, outcome, status, sentence) => {
    const { client } = setUp(() => outcome);
    const error = await rejectionOf(client.fetchExperiences({ keys: ['a'] }));
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      name: 'PersonalizeError',
      code: `MOE_${reason}`,
      status,
      helpUrl: `https://www.npmjs.com/package/express-moengage-personalize#moe_${reason.toLowerCase()}`,
    });
    expect(error.message).toBe(`${sentence} (MOE_${reason})`);
    expect('cause' in error).toBe(false);
  });

  it('holds nothing of request or answer', async () => {
    const { client } = setUp(() => answered({ title: 'x', description: 'canary-echo' }, 400));
    const query = { keys: ['canary-key'], identity: { customerId: 'canary-id' }, attributes: { utm: 'canary-utm' } };
    const error = await rejectionOf(client.fetchExperiences(query));
    const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack].join();
    expect(shown).not.toContain('canary');
  });
});
