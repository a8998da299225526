import type { ApiOutcome } from '../../../../src/client/transport.js';
import type { FailureReason } from '../../../../src/core/experience.js';
import { judge } from '../../../../src/events/delivery/verdict.js';
import { status } from '../../../support/event-api.js';

const now = 1_700_000_000_000;
const setback = (cause: string, detail: string, askedMs?: number) => ({ kind: 'setback', cause, detail, askedMs });
const failed = (reason: FailureReason): ApiOutcome => ({ kind: 'failed', reason });

describe('an answer', () => {
  it.each(['{"status":"success"}', '{"status":"failure"}', '<html>', ''])('of 200 with %j is a delivery', (body) => {
    expect(judge({ kind: 'answered', status: 200, body }, now)).toEqual({ kind: 'delivered' });
  });

  it.each([201, 202, 204, 299])('of %d is a delivery', (code) => {
    expect(judge(status(code), now)).toEqual({ kind: 'delivered' });
  });

  it('of 400 is a refusal of what was sent', () => {
    expect(judge(status(400), now)).toEqual({ kind: 'refused' });
  });

  it('of 413 is a refusal of how much was sent', () => {
    expect(judge(status(413), now)).toEqual({ kind: 'too-large' });
  });

  it.each([301, 302, 307, 404, 405, 408, 409, 410, 418, 422, 500, 502, 503, 504, 599])('of %d is trouble', (code) => {
    expect(judge(status(code), now)).toEqual(setback('TROUBLE', `HTTP_ERROR, HTTP ${code}`));
  });

  it.each([401, 403])('of %d means the credentials, and no wait that it asks for', (code) => {
    expect(judge(status(code, { retryAfter: '7' }), now)).toMatchObject({ cause: 'UNAUTHORIZED' });
  });

  it.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    ['nothing', {}, undefined],
    ['seconds', { retryAfter: '7' }, 7_000],
    ['a date', { retryAfter: new Date(now + 9_000).toUTCString() }, 9_000],
    ['x-ratelimit-reset', { reset: String(now / 1_000 + 12) }, 12_000],
    ['both', { retryAfter: '7', reset: String(now / 1_000 + 12) }, 7_000],
    ['nonsense', { retryAfter: 'soon' }, undefined],
  ])('of 429 that says %s asks for that', (_, advice, askedMs) => {
    expect(judge(status(429, advice), now)).toEqual(setback('RATE_LIMITED', 'RATE_LIMITED, HTTP 429', askedMs));
  });

  it('of 503 may ask for a wait, and means nothing by the reset of a limit', () => {
    const reset = String(now / 1_000 + 12);
    expect(judge(status(503, { retryAfter: '7' }), now)).toMatchObject({ askedMs: 7_000 });
    expect(judge(status(503, { reset }), now)).toMatchObject({ askedMs: undefined });
  });
});

describe('no answer', () => {
  it.each<FailureReason>(['TIMEOUT', 'NETWORK_ERROR', 'BAD_RESPONSE', 'ABORTED', 'BREAKER_OPEN', 'OVERLOADED'])(
    'for %s is trouble',
    (reason) => {
      expect(judge(failed(reason), now)).toEqual(setback('TROUBLE', reason));
    },
  );

  it.each<FailureReason>(['RATE_LIMITED', 'UNAUTHORIZED'])('for %s is what it would be with one', (reason) => {
    expect(judge(failed(reason), now)).toEqual(setback(reason, reason));
  });
});
