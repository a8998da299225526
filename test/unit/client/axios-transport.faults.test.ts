import { withDeadline } from '../../../src/client/deadline.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';
import { openRawUpstream } from '../../support/upstream.js';
import type { Upstream } from '../../support/upstream.js';

const body = '{"experiences":{"home-hero":{"payload":{"Title":"Hi"}}}}';
const whole = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const headerLength = whole.length - body.length;
const networkError = { kind: 'failed', reason: 'NETWORK_ERROR' };
const unanswered = { ...networkError, detail: 'unanswered' };

const send = (upstream: Upstream) => openTransport(upstream.origin).send(fetchRequest, unlimited);

describe('an answer that is cut', () => {
  const offsets = Array.from({ length: whole.length }, (_, offset) => offset);

  it('by the end of the stream, wherever it is, gives nothing rather than a part', async () => {
    for (const offset of offsets) {
      const upstream = await openRawUpstream((socket) => socket.end(whole.slice(0, offset)));
      const outcome = await send(upstream);
      await upstream.close();
      expect({ offset, outcome }).toEqual({ offset, outcome: offset < headerLength ? unanswered : networkError });
    }
  });

  it('by a reset, wherever it is, gives nothing rather than a part', async () => {
    for (const offset of offsets) {
      const upstream = await openRawUpstream((socket) => {
        socket.write(whole.slice(0, offset), () => socket.resetAndDestroy());
      });
      const outcome = await send(upstream);
      await upstream.close();
      // A reset may take with it what has come before, so that even a whole head was not read.
      const possible = offset < headerLength ? [unanswered] : [unanswered, networkError];
      expect(possible).toContainEqual(outcome);
    }
  });

  it('by nothing is read, so that the cuts above prove something', async () => {
    const upstream = await openRawUpstream((socket) => socket.end(whole));
    await expect(send(upstream)).resolves.toEqual({ kind: 'answered', status: 200, body });
  });

  it('in the middle of a chunk gives nothing', async () => {
    const upstream = await openRawUpstream((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"experiences":'),
    );
    await expect(send(upstream)).resolves.toEqual(networkError);
  });
});

describe('an answer that is no HTTP', () => {
  it.each([
    ['a greeting of another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a status line without a status', 'HTTP/1.1 OK\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${`X-Filler: ${'x'.repeat(1_000)}\r\n`.repeat(100)}`],
  ])('but %s fails the call', async (_, bytes) => {
    const upstream = await openRawUpstream((socket) => {
      socket.write(bytes);
    });
    await expect(send(upstream)).resolves.toEqual(networkError);
  });

  it('but an upgrade fails the call too', async () => {
    const upstream = await openRawUpstream((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n');
    });
    await expect(send(upstream)).resolves.toMatchObject(networkError);
  });
});

describe('an upstream that holds a call up', () => {
  it.each([
    ['with silence', ''],
    ['in the middle of its headers', 'HTTP/1.1 200 OK\r\nContent-'],
    ['after its headers', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n'],
    ['in the middle of a body with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"experiences"'],
    ['in the middle of a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"exp\r\n'],
    [
      'in the middle of a compressed body',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\nxxxx',
    ],
  ])('%s is given up at the deadline, and its connection is freed', async (_, bytes) => {
    const clock = createFakeClock({ monotonic: 1_000 });
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const upstream = await openRawUpstream((socket) => {
      if (bytes === '') arrived();
      else socket.write(bytes, arrived);
    });
    const transport = withDeadline(openTransport(upstream.origin), clock);
    const outcome = transport.send(fetchRequest, { deadline: 1_500 });
    await arrival;
    clock.advance(500);
    await expect(outcome).resolves.toEqual({ kind: 'failed', reason: 'TIMEOUT' });
    await upstream.ended(1);
  });

  it('with a byte now and then is given up at the deadline, and its connection is freed', async () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    const outcomes: unknown[] = [];
    const upstream = await openRawUpstream((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const trickle = setInterval(() => {
        socket.write('x');
        clock.advance(50);
      }, 2);
      socket.on('close', () => {
        clearInterval(trickle);
      });
    });
    const transport = withDeadline(openTransport(upstream.origin), clock);
    outcomes.push(await transport.send(fetchRequest, { deadline: 1_500 }));
    await upstream.ended(1);
    expect(outcomes).toEqual([{ kind: 'failed', reason: 'TIMEOUT' }]);
    expect(clock.monotonic()).toBeLessThan(2_500);
  });
});
