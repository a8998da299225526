import { createPieceReader } from '../../../src/context/callback-piece.js';
import type { CallbackPiece } from '../../../src/context/callback-piece.js';
import { createManualClock, recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';

const canary = 'canary-4711';

function arrange(callback: CallbackPiece<string>['callback']) {
  const clock = createManualClock();
  const warnings = recordWarnings();
  const piece: CallbackPiece<string> = {
    name: 'identify',
    warning: 'MOE_WARN_IDENTIFY',
    callback,
    absent: 'absent',
    clean: String,
  };
  const read = createPieceReader(piece, { clock, warnings });
  return { clock, warnings, read: () => readRequest((req) => read(req, 100)), readNow: read };
}

describe('a piece of the context', () => {
  it('is absent, at once, where there is no callback', async () => {
    const { read, clock } = arrange(undefined);
    expect(await read()).toBe('absent');
    expect(clock.timersSet()).toBe(0);
  });

  it('is there at once, without a timer, where the callback answers at once', async () => {
    const { readNow, clock } = arrange((req) => req.method);
    expect(await readRequest((req) => [readNow(req, 100)])).toEqual(['GET']);
    expect(clock.timersSet()).toBe(0);
  });

  it('is waited for where the callback gives a promise', async () => {
    const { read, clock, warnings } = arrange(() => Promise.resolve('later'));
    expect(await read()).toBe('later');
    expect(clock.pendingTimers()).toBe(0);
    expect(warnings.codes).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error(canary);
      },
    ],
    ['rejects', () => Promise.reject(new Error(canary))],
    [
      'gives what cannot be cleaned',
      () => ({
        toString: () => {
          throw new Error(canary);
        },
      }),
    ],
  ])('is absent, with a warning that prints nothing of it, where the callback %s', async (_, callback) => {
    const { read, warnings } = arrange(callback);
    expect(await read()).toBe('absent');
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY']);
    expect(warnings.text).not.toContain(canary);
  });

  it('is absent, with a warning, at the deadline of a callback that hangs', async () => {
    const { read, clock, warnings } = arrange(() => {
      setImmediate(() => {
        clock.advance(100);
      });
      return new Promise(() => undefined);
    });
    expect(await read()).toBe('absent');
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY']);
    expect(clock.pendingTimers()).toBe(0);
  });
});
