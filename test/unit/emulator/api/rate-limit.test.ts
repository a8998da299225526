import { createRateLimit } from '../../../../src/emulator/api/rate-limit.js';

describe('the rate limit', () => {
  const minute = Date.UTC(2026, 0, 1, 12, 0);

  it('lets a limit of calls through and then tells when the next minute begins', () => {
    const limit = createRateLimit(() => minute + 20_000);

    expect([limit.take(2), limit.take(2), limit.take(2)]).toEqual([undefined, undefined, minute / 1000 + 60]);
  });

  it('begins anew with the minute', () => {
    let now = minute + 59_999;
    const limit = createRateLimit(() => now);
    limit.take(1);
    now += 1;

    expect([limit.take(1), limit.take(1)]).toEqual([undefined, minute / 1000 + 120]);
  });
});
