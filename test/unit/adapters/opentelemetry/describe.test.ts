import {
  describeCall,
  describeDelivery,
  describeResolve,
  isError,
} from '../../../../src/adapters/opentelemetry/describe.js';
import type { DefaultReason } from '../../../../src/core/experience.js';
import { callEvent, deliveryEvent, resolveEvent } from './events.js';

const because = (...reasons: readonly (DefaultReason | undefined)[]) =>
  resolveEvent({
    experiences: Object.fromEntries(
      reasons.map((reason, index) => [`key-${index}`, { source: reason ? 'default' : 'network', reason }]),
    ),
  });

describe('a call', () => {
  it('is described by the semantic conventions', () => {
    expect(describeCall(callEvent())).toEqual({
      'http.request.method': 'POST',
      'url.template': '/experiences/fetch',
      'http.response.status_code': 200,
    });
  });

  it.each([
    [{ status: 204 }, undefined],
    [{ status: 299 }, undefined],
    [{ status: 307 }, '307'],
    [{ status: 404 }, '404'],
    [{ status: 503 }, '503'],
    [{ status: undefined, reason: 'TIMEOUT' }, 'TIMEOUT'],
    [{ status: undefined, reason: 'ABORTED' }, 'ABORTED'],
  ] as const)('of which came %j has the error %p', (result, error) => {
    expect(describeCall(callEvent(result))['error.type']).toBe(error);
  });

  it('without an answer has no status, and one without an error none', () => {
    expect(Object.keys(describeCall(callEvent({ status: undefined, reason: 'TIMEOUT' })))).toEqual([
      'http.request.method',
      'url.template',
      'error.type',
    ]);
    expect(describeCall(callEvent())).not.toHaveProperty(['error.type']);
  });
});

describe('a delivery', () => {
  it('is described by how many events there were and what came of it', () => {
    expect(describeDelivery(deliveryEvent())).toEqual({ 'personalize.events': 3, 'http.response.status_code': 200 });
    expect(describeDelivery(deliveryEvent({ status: undefined, reason: 'INTERNAL_ERROR' }))).toEqual({
      'personalize.events': 3,
      'error.type': 'INTERNAL_ERROR',
    });
  });
});

describe('a question', () => {
  it('is described by how many keys it had, where they came from and why not: each once, and no key', () => {
    const described = describeResolve(
      resolveEvent({
        experiences: {
          'offer-for-jane': { source: 'network', reason: undefined },
          b: { source: 'default', reason: 'NOT_MATCHED' },
          c: { source: 'default', reason: 'NOT_MATCHED' },
          d: { source: 'default', reason: 'BAD_RESPONSE' },
          e: { source: 'cache', reason: undefined },
        },
      }),
    );

    expect(described).toEqual({
      'personalize.keys': 5,
      'personalize.sources': ['network', 'default', 'cache'],
      'personalize.reasons': ['NOT_MATCHED', 'BAD_RESPONSE'],
      'error.type': 'BAD_RESPONSE',
    });
    expect(JSON.stringify(described)).not.toContain('jane');
  });

  it.each([
    [[], undefined],
    [[undefined], undefined],
    [['NOT_MATCHED', 'NOT_ACTIVE', 'NOT_REQUESTED', 'PENDING'], undefined],
    [['NOT_MATCHED', 'TIMEOUT', 'BREAKER_OPEN'], 'TIMEOUT'],
    [['INTERNAL_ERROR'], 'INTERNAL_ERROR'],
    [[undefined, 'ABORTED'], 'ABORTED'],
  ] as const)('with defaults because of %j failed with %p', (reasons, error) => {
    expect(describeResolve(because(...reasons))['error.type']).toBe(error);
  });
});

it.each([
  [undefined, false],
  ['ABORTED', false],
  ['TIMEOUT', true],
  ['500', true],
])('that something ended with %p being an error is %p', (errorType, expected) => {
  expect(isError(errorType)).toBe(expected);
});
