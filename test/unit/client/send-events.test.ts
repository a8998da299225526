import { createPersonalizeClient } from '../../../src/client/personalize-client.js';
import { postEvents, readReceipt } from '../../../src/client/send-events.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { contextOf, createAction } from '../../support/event-elements.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { callUntyped, rejectionOf } from '../../support/thrown.js';

const elements = [{ customerId: 'user_1', actions: [createAction()] }];
const taken = answered({ status: 'success', message: 'ok', req_id: 'r-1' });

function setUp(answer: ApiOutcome = taken) {
  const clock = createFakeClock({ monotonic: 1_000 });
  const transport = createScriptedTransport(() => answer);
  return { clock, transport, client: createPersonalizeClient(transport, clock, 500) };
}

describe('postEvents', () => {
  it('sends all elements in one call, by the limits that it is given', async () => {
    const { transport } = setUp();
    const limits = { deadline: 1_234 };
    await expect(postEvents(transport, elements, limits)).resolves.toBe(taken);
    expect(transport.sent).toEqual([
      { request: { method: 'POST', path: '/experiences/events', body: expect.any(String) }, limits },
    ]);
  });
});

describe('the receipt', () => {
  it.each([
    ['its id', taken, 'r-1'],
    ['nothing where the id is no text', answered({ req_id: 7 }), undefined],
    ['nothing where the answer is no JSON', answered('<html>'), undefined],
    ['nothing where there is none', answered('', 204), undefined],
    ['its id from another 2xx', answered({ req_id: 'r-2' }, 202), 'r-2'],
  ])('has %s', (_, outcome, requestId) => {
    expect(readReceipt(outcome)).toEqual({ requestId });
  });

  it.each([
    [answered({ req_id: 'r' }, 400), { reason: 'HTTP_ERROR', status: 400 }],
    [answered('', 302), { reason: 'HTTP_ERROR', status: 302 }],
    [answered('', 401), { reason: 'UNAUTHORIZED', status: 401 }],
    [answered('', 429), { reason: 'RATE_LIMITED', status: 429 }],
  ])('is none for %j', (outcome, failure) => {
    expect(readReceipt(outcome)).toEqual(failure);
  });
});

describe('sendEvents', () => {
  it('reports the events and gives the id of the call', async () => {
    const { client, transport } = setUp();
    await expect(client.sendEvents(elements)).resolves.toEqual({ requestId: 'r-1' });
    expect(transport.bodies()).toMatchObject([
      { elements: [{ customer_id: 'user_1', actions: [{ attributes: contextOf('hero') }] }] },
    ]);
  });

  it.each([
    ['now and timeoutMs, by default', {}, 1_500],
    ['what the caller says', { deadline: 1_234 }, 1_234],
  ])('has the deadline of %s', async (_, options, deadline) => {
    const { client, transport } = setUp();
    await client.sendEvents(elements, options);
    expect(transport.sent[0]?.limits.deadline).toBe(deadline);
  });

  it('passes the signal on', async () => {
    const { client, transport } = setUp();
    const { signal } = new AbortController();
    await client.sendEvents(elements, { signal });
    expect(transport.sent[0]?.limits.signal).toBe(signal);
  });

  it.each([
    ['MOE_HTTP_ERROR', answered({ title: 'canary' }, 400), 400],
    ['MOE_UNAUTHORIZED', answered('', 403), 403],
    ['MOE_TIMEOUT', { kind: 'failed', reason: 'TIMEOUT' } as const, undefined],
  ])('rejects with %s', async (code, outcome, status) => {
    const error = await rejectionOf(setUp(outcome).client.sendEvents(elements));
    expect([error.code, error.status]).toEqual([code, status]);
    expect(error.message).not.toContain('canary');
  });

  it.each([
    ['elements', undefined, undefined],
    ['deadline', elements, { deadline: 'soon' }],
  ])('rejects wrong %s, unsent', async (name, ...args) => {
    const { client, transport } = setUp();
    const error = await rejectionOf(Promise.resolve(callUntyped(client.sendEvents, ...args)));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(new RegExp(`^${name} must be`));
    expect(transport.sent).toEqual([]);
  });
});
