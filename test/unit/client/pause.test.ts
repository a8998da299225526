import { createPauseGate, parseRetryAfter } from '../../../src/client/pause.js';
import type { PauseReason, Reception } from '../../../src/client/pause.js';
import { createFakeClock } from '../../support/fake-clock.js';

const now = Date.UTC(2027, 0, 1);
const epoch = (seconds: number): string => String(now / 1_000 + seconds);
const date = (seconds: number): string => new Date(now + seconds * 1_000).toUTCString();

describe('the wait that an answer asks for', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['seconds with spaces around', ' 7 ', 7_000],
    ['no seconds at all: one', '0', 1_000],
    ['five minutes', '300', 300_000],
    ['more than five minutes: five', '301', 300_000],
    ['a billion seconds: five minutes', '1000000000', 300_000],
    ['a date', date(90), 90_000],
    ['the date of now: a second', date(0), 1_000],
    ['a date in the past: a second', date(-86_400), 1_000],
    ['a date next year: five minutes', date(365 * 86_400), 300_000],
    ['a date of the obsolete form', 'Friday, 01-Jan-27 00:02:00 GMT', 120_000],
  ])('by Retry-After may be %s', (_, retryAfter, expected) => {
    expect(parseRetryAfter(retryAfter, undefined, now)).toBe(expected);
  });

  it.each([
    ['-1'],
    ['1e9'],
    ['abc'],
    [''],
    [' '],
    ['1.5'],
    ['0x10'],
    ['+5'],
    ['5s'],
    ['٣'],
    ['9'.repeat(400)],
    ['a:b'],
  ])('is none for the Retry-After %j', (retryAfter) => {
    expect(parseRetryAfter(retryAfter, undefined, now)).toBeUndefined();
  });

  it.each([
    ['in a while', epoch(42), 42_000],
    ['with spaces around', ` ${epoch(42)} `, 42_000],
    ['in the past: a second', epoch(-1), 1_000],
    ['0: a second', '0', 1_000],
    ['far away: five minutes', epoch(86_400), 300_000],
    ['in milliseconds by mistake: five minutes', String(now + 1_000), 300_000],
  ])('by x-ratelimit-reset may be %s', (_, reset, expected) => {
    expect(parseRetryAfter(undefined, reset, now)).toBe(expected);
  });

  it.each([['-1'], ['soon'], [''], ['1e12'], [date(60)]])('is none for the x-ratelimit-reset %j', (reset) => {
    expect(parseRetryAfter(undefined, reset, now)).toBeUndefined();
  });

  it('is that of Retry-After where both are there', () => {
    expect(parseRetryAfter('5', epoch(42), now)).toBe(5_000);
  });

  it('is that of x-ratelimit-reset where Retry-After makes no sense', () => {
    expect(parseRetryAfter('-1', epoch(42), now)).toBe(42_000);
  });

  it('is none where neither is there', () => {
    expect(parseRetryAfter(undefined, undefined, now)).toBeUndefined();
  });
});

const accepted: Reception = { kind: 'accepted' };
const unknown: Reception = { kind: 'unknown' };
const refused = (reason: PauseReason = 'RATE_LIMITED', askedMs?: number): Reception => ({
  kind: 'refused',
  reason,
  askedMs,
});

function setUp() {
  const clock = createFakeClock();
  const gate = createPauseGate(clock);
  const isBlocked = (): boolean => gate.admit().kind === 'blocked';
  /** A call that is let through, to be settled; fails the test where it is blocked. */
  const admit = (): ((reception: Reception) => void) => {
    const admission = gate.admit();
    if (admission.kind === 'blocked') throw new Error('it was blocked');
    return admission.settle;
  };
  /** Waits for the call that may go and look, and tells how long that took. */
  const waitForProbe = (): { readonly ms: number; readonly settle: (reception: Reception) => void } => {
    for (let ms = 0; ms <= 400_000; ms += 10) {
      const admission = gate.admit();
      if (admission.kind === 'passing') return { ms, settle: admission.settle };
      clock.advance(10);
    }
    throw new Error('it is blocked for good');
  };
  const pausesOf = (count: number, reception: Reception): number[] => {
    admit()(reception);
    return Array.from({ length: count }, () => {
      const { ms, settle } = waitForProbe();
      settle(reception);
      return ms;
    });
  };
  return { clock, gate, isBlocked, admit, waitForProbe, pausesOf };
}

describe('a gate without a pause', () => {
  it.each([accepted, unknown])('stays open after %j', (reception) => {
    const { admit, isBlocked } = setUp();
    for (let call = 0; call < 1_000; call += 1) admit()(reception);
    expect(isBlocked()).toBe(false);
  });
});

describe('a pause', () => {
  it.each<PauseReason>(['RATE_LIMITED', 'UNAUTHORIZED'])('blocks by its reason, %s', (reason) => {
    const { gate, admit } = setUp();
    admit()(refused(reason));
    expect(gate.admit()).toEqual({ kind: 'blocked', reason });
  });

  it('for too many calls is 1 s and twice as long each time, up to 60 s', () => {
    expect(setUp().pausesOf(9, refused())).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  it('for refused credentials is 30 s and twice as long each time, up to 5 minutes, and never for good', () => {
    expect(setUp().pausesOf(30, refused('UNAUTHORIZED'))).toEqual([
      ...[30_000, 60_000, 120_000, 240_000],
      ...Array<number>(26).fill(300_000),
    ]);
  });

  it('that the API asks for is as long as asked, each time', () => {
    expect(setUp().pausesOf(3, refused('RATE_LIMITED', 7_000))).toEqual([7_000, 7_000, 7_000]);
  });

  it('does not overflow, however often the API refuses', () => {
    const { admit, waitForProbe, clock } = setUp();
    admit()(refused());
    for (let strike = 0; strike < 2_000; strike += 1) {
      clock.advance(60_000);
      admit()(refused());
    }
    expect(waitForProbe().ms).toBe(60_000);
  });

  it('of 256 refusals at once is that of one', () => {
    const { admit, waitForProbe } = setUp();
    const calls = Array.from({ length: 256 }, admit);
    for (const settle of calls) settle(refused());
    const first = waitForProbe();
    first.settle(refused());
    expect([first.ms, waitForProbe().ms]).toEqual([1_000, 2_000]);
  });

  it('is not ended by an answer to a call that went before', () => {
    const { admit, isBlocked } = setUp();
    const [old, one] = [admit(), admit()];
    one(refused());
    old(accepted);
    expect(isBlocked()).toBe(true);
  });

  it('is not prolonged by a refusal of a call that went before', () => {
    const { admit, clock, isBlocked } = setUp();
    const [old, one] = [admit(), admit()];
    one(refused());
    clock.advance(900);
    old(refused('UNAUTHORIZED'));
    clock.advance(100);
    expect(isBlocked()).toBe(false);
  });

  it.each([-315_576_000_000, -7_200_000, 7_200_000, 315_576_000_000])(
    'is as long as it was, though the wall clock jumps by %d ms',
    (jump) => {
      const { admit, clock, waitForProbe } = setUp();
      admit()(refused());
      clock.setNow(clock.now() + jump);
      expect(waitForProbe().ms).toBe(1_000);
    },
  );
});

describe('the call that goes and looks', () => {
  /** A gate whose pause has just run out. */
  function setUpDue() {
    const made = setUp();
    made.admit()(refused());
    made.clock.advance(1_000);
    return made;
  }

  it('goes alone', () => {
    const { admit, gate } = setUpDue();
    admit();
    expect(Array.from({ length: 100 }, () => gate.admit().kind)).toEqual(Array(100).fill('blocked'));
  });

  it('ends the pause where it is accepted, for everyone', () => {
    const { admit, isBlocked } = setUpDue();
    admit()(accepted);
    expect([isBlocked(), isBlocked()]).toEqual([false, false]);
  });

  it('makes the next pause short again where it is accepted', () => {
    const { admit, waitForProbe } = setUpDue();
    admit()(refused());
    waitForProbe().settle(accepted);
    admit()(refused());
    expect(waitForProbe().ms).toBe(1_000);
  });

  it('lets another go at once where it came to nothing, and the pause has not grown', () => {
    const { admit, waitForProbe } = setUpDue();
    admit()(unknown);
    admit()(unknown);
    admit()(refused());
    expect(waitForProbe().ms).toBe(2_000);
  });

  it('may change the reason', () => {
    const { admit, gate } = setUpDue();
    admit()(refused('UNAUTHORIZED'));
    expect(gate.admit()).toEqual({ kind: 'blocked', reason: 'UNAUTHORIZED' });
  });

  it('is given up after 5 s', () => {
    const { admit, waitForProbe } = setUpDue();
    admit();
    expect(waitForProbe().ms).toBe(5_000);
  });

  it.each([accepted, unknown, refused()])('is not heard any more once it was given up: a late %j', (late) => {
    const { admit, clock, waitForProbe } = setUpDue();
    const stuck = admit();
    clock.advance(5_000);
    admit();
    stuck(late);
    expect(waitForProbe().ms).toBe(5_000);
  });
});
