import { runChild } from './child.js';
import type { ClockJump } from './children/programs.js';
import { createWallClock, faketimeLibrary } from './faketime.js';
import { defaultPage } from './hero.js';
import { deadlineMs } from './shop.js';
import { tally } from './visits.js';

const hourSeconds = 3_600;
const yearSeconds = 31_557_600;

const jumps: readonly (readonly [string, number])[] = [
  ['none', 0],
  ['two hours on', 2 * hourSeconds],
  ['two hours back', -2 * hourSeconds],
  ['ten years on', 10 * yearSeconds],
  ['ten years back', -10 * yearSeconds],
];

/** How far a timer may be from where it should be. */
const shiftMs = 50;

/** A breaker's first pause, with the least and the most of its jitter. */
const [shortestOpenMs, longestOpenMs] = [800, 1_200];

const describeWithFaketime = faketimeLibrary === undefined ? describe.skip : describe;

describeWithFaketime('a jump of the wall clock (with the faketime command, of the Debian package of that name)', () => {
  let seen: readonly ClockJump[] = [];

  beforeAll(async () => {
    const { file, environment, remove } = createWallClock(faketimeLibrary ?? '');
    const jumpsSeconds = jumps.slice(1).map(([, seconds]) => seconds);
    seen = await runChild('clock-jumps', { file, jumpsSeconds }, environment).finally(remove);
  }, 60_000);

  const seenAt = (index: number): ClockJump => {
    const jump = seen[index];
    if (jump === undefined) throw new Error('it did not jump');
    return jump;
  };

  const loopLagMs = (index: number): number => Math.max(...seenAt(index).timersMs) - deadlineMs;

  describe.each(jumps.map(([name, seconds], index) => [name, seconds, index] as const))(
    '%s',
    (_name, seconds, index) => {
      it('is followed by the hour and day that are sent', () => {
        const jump = seenAt(index);

        expect(Math.abs(jump.shiftMs - seconds * 1_000)).toBeLessThan(2_000);
        expect(jump.expected).toContain(jump.sent);
      });

      it('does not move the deadline of a page under way', () => {
        const { hung } = seenAt(index);

        expect(tally(hung.pages.map(({ status, body }) => [status, body]))).toEqual({
          [JSON.stringify([200, defaultPage('TIMEOUT')])]: hung.pages.length,
        });
        expect(Math.min(...hung.timesMs)).toBeGreaterThanOrEqual(deadlineMs - shiftMs);
        expect(Math.max(...hung.timesMs)).toBeLessThanOrEqual(deadlineMs + shiftMs + loopLagMs(index));
      });

      it('neither opens a breaker sooner nor later', () => {
        const { openMs } = seenAt(index);

        expect(openMs).toBeGreaterThanOrEqual(shortestOpenMs - shiftMs);
        expect(openMs).toBeLessThanOrEqual(longestOpenMs + shiftMs + loopLagMs(index));
      });

      it('leaves a fresh answer fresh, and lets it expire in its time', () => {
        expect(seenAt(index).sources).toEqual(['network', 'cache', 'network']);
      });
    },
  );

  it.each(jumps.slice(1).map(([name], index) => [name, index + 1] as const))(
    'of %s moves a deadline that asks the wall clock',
    (_name, index) => {
      expect(Math.abs(seenAt(index).naiveMs - seenAt(0).naiveMs)).toBeGreaterThan(shiftMs);
    },
  );
});
