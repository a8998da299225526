import { EventEmitter } from 'node:events';
import { closeOnSignals } from '../../../src/express/close-on-signals.js';
import type { ClosableServer } from '../../../src/express/close-on-signals.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { thrownBy } from '../../support/thrown.js';

class Host extends EventEmitter {
  exits = 0;

  exit(): void {
    this.exits += 1;
  }
}

const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));

function setUp(options: unknown = {}) {
  const host = new Host();
  const clock = createFakeClock();
  const closes: number[] = [];
  let finish: () => void = () => undefined;
  const close = ({ timeoutMs }: { readonly timeoutMs: number }) => {
    closes.push(timeoutMs);
    return new Promise<{ delivered: number; dropped: number; pending: number }>((resolve) => {
      finish = () => {
        resolve({ delivered: 1, dropped: 0, pending: 0 });
      };
    });
  };
  const remove = closeOnSignals(options, { host, clock, close });
  return {
    host,
    clock,
    closes,
    remove,
    finish: async () => {
      finish();
      await settle();
    },
  };
}

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'])('%s closes, and then ends the process', async (signal) => {
    const { host, closes, finish } = setUp();
    host.emit(signal);
    await settle();
    expect([closes, host.exits]).toEqual([[5_000], 0]);

    await finish();
    expect(host.exits).toBe(1);
  });

  it('leaves the end to an application that listens for it itself', async () => {
    const { host, closes, finish } = setUp();
    host.on('SIGTERM', () => undefined);
    host.emit('SIGTERM');
    await settle();
    await finish();

    expect([closes.length, host.exits]).toEqual([1, 0]);
  });

  it('that comes again ends the process at once, and closes nothing twice', async () => {
    const { host, closes } = setUp();
    host.emit('SIGTERM');
    host.emit('SIGINT');
    await settle();

    expect([closes.length, host.exits]).toEqual([1, 1]);
  });

  it("that comes again is the application's, where it listens for it", () => {
    const { host } = setUp();
    host.on('SIGTERM', () => undefined);
    host.emit('SIGTERM');
    host.emit('SIGTERM');

    expect(host.exits).toBe(0);
  });

  it("that was not asked for is nobody's", () => {
    const { host } = setUp({ signals: ['SIGHUP'] });

    expect(['SIGHUP', 'SIGTERM', 'SIGINT'].map((signal) => host.listenerCount(signal))).toEqual([1, 0, 0]);
  });

  it('does nothing once the listeners were taken away', () => {
    const { host, remove } = setUp();
    remove();

    expect([host.listenerCount('SIGTERM'), host.listenerCount('SIGINT')]).toEqual([0, 0]);
  });
});

describe('a server', () => {
  function createServer() {
    const calls: string[] = [];
    let closed: () => void = () => undefined;
    const server: ClosableServer = {
      close(callback) {
        calls.push('close');
        closed = callback;
      },
      closeIdleConnections: () => calls.push('idle'),
    };
    return {
      server,
      calls,
      end: () => {
        closed();
      },
    };
  }

  it('is closed first, and its last pages are waited for', async () => {
    const { server, calls, end } = createServer();
    const { host, closes, clock } = setUp({ server });
    host.emit('SIGTERM');
    await settle();
    expect([calls, closes]).toEqual([['close', 'idle'], []]);

    clock.advance(1_000);
    end();
    await settle();
    expect(closes).toEqual([4_000]);
  });

  it('whose connections become idle later is freed of them', async () => {
    const { server, calls } = createServer();
    const { host, clock } = setUp({ server });
    host.emit('SIGTERM');
    await settle();
    clock.advance(200);

    expect(calls.filter((call) => call === 'idle')).toHaveLength(5);
  });

  it('that does not end has half of the time', async () => {
    const { server } = createServer();
    const { host, closes, clock } = setUp({ server, timeoutMs: 2_000 });
    host.emit('SIGTERM');
    await settle();
    clock.advance(999);
    await settle();
    expect(closes).toEqual([]);

    clock.advance(1);
    await settle();
    expect(closes).toEqual([1_000]);
  });

  it('that cannot be closed holds nothing up', async () => {
    const server = {
      close(): never {
        throw new Error('it was never opened');
      },
    };
    const { host, closes } = setUp({ server });
    host.emit('SIGTERM');
    await settle();

    expect(closes).toEqual([5_000]);
  });
});

describe('options', () => {
  it.each([
    [null, /^closeOnSignals\(options\) must be an object; received null/],
    [{ signal: 'SIGTERM' }, /^closeOnSignals has no "signal": did you mean signals\?/],
    [{ signals: ['SIGKILL'] }, /^closeOnSignals\(\{ signals \}\)\[0\] must be one of SIGTERM, .*; received "SIGKILL"/],
    [{ server: {} }, /^closeOnSignals\(\{ server \}\) must be an HTTP server; received an object/],
    [{ timeoutMs: 0 }, /^closeOnSignals\(\{ timeoutMs \}\) must be a whole number of milliseconds from 1 to 60000/],
  ])('refuses %j', (options, message) => {
    expect(thrownBy(() => setUp(options)).message).toMatch(message);
  });
});
