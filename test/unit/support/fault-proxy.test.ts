import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { openFaultProxy } from '../../support/fault-proxy.js';
import type { FaultProxy, WireFault } from '../../support/fault-proxy.js';
import { openRawUpstream } from '../../support/upstream.js';

const answer = 'a tale of twenty bytes';

interface Wire {
  readonly proxy: FaultProxy;
  readonly upstream: Awaited<ReturnType<typeof openRawUpstream>>;
}

/** A proxy before a server that gives its answer to whatever it is told. */
async function openWire(fault: WireFault = { kind: 'none' }): Promise<Wire> {
  const upstream = await openRawUpstream((socket) => socket.write(answer));
  const proxy = await openFaultProxy(upstream.origin);
  await proxy.set(fault);
  return { proxy, upstream };
}

interface Heard {
  readonly socket: Socket;
  readonly text: () => string;
  readonly pieces: () => number;
  /** How it ended: `undefined` while it is open. */
  readonly end: () => string | undefined;
  readonly ended: Promise<unknown>;
}

function say(proxy: FaultProxy, words = 'hello'): Heard {
  const pieces: string[] = [];
  let end: string | undefined;
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', (error) => {
    end = 'code' in error ? String(error.code) : error.message;
  });
  socket.on('end', () => {
    end = 'FIN';
  });
  socket.on('data', (piece) => pieces.push(piece.toString()));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write(words);
  return { socket, ended, end: () => end, text: () => pieces.join(''), pieces: () => pieces.length };
}

async function hear(heard: Heard, length: number): Promise<string> {
  while (heard.text().length < length) await once(heard.socket, 'data');
  return heard.text();
}

/** Lets whatever is under way on loopback arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a fault proxy', () => {
  it('without a fault passes everything on, and counts it', async () => {
    const { proxy } = await openWire();

    const heard = say(proxy);

    await expect(hear(heard, answer.length)).resolves.toBe(answer);
    expect([proxy.connections(), proxy.openNow(), proxy.bytes()]).toEqual([
      1,
      1,
      { request: 5, answer: answer.length },
    ]);
    heard.socket.destroy();
  });

  it('frees the upstream when the client leaves', async () => {
    const { proxy, upstream } = await openWire({ kind: 'stall' });
    const heard = say(proxy);
    await settle();

    heard.socket.destroy();
    await upstream.ended(1);

    expect(proxy.openNow()).toBe(0);
  });

  it.each([
    ['fin', 'FIN'],
    ['reset', 'ECONNRESET'],
  ] as const)('cuts at a byte by %s', async (by, end) => {
    const { proxy } = await openWire({ kind: 'cut', at: 6, by });

    const heard = say(proxy);
    await heard.ended;

    expect([heard.text(), heard.end()]).toEqual(['a tale', end]);
  });

  it('counts a cut from the beginning of each answer', async () => {
    const { proxy } = await openWire();
    const heard = say(proxy);
    await hear(heard, answer.length);

    await proxy.set({ kind: 'cut', at: 6, by: 'fin' });
    heard.socket.write('again');
    await heard.ended;

    expect(heard.text()).toBe(`${answer}a tale`);
  });

  it('stalls after some bytes, and stays open', async () => {
    const { proxy } = await openWire({ kind: 'stall', after: 6 });

    const heard = say(proxy);
    await hear(heard, 6);
    await settle();

    expect([heard.text(), heard.end(), proxy.openNow()]).toEqual(['a tale', undefined, 1]);
    heard.socket.destroy();
  });

  it('trickles an answer from a byte on', async () => {
    const { proxy } = await openWire({ kind: 'trickle', bytes: 4, everyMs: 1, direction: 'answer', after: 6 });

    const heard = say(proxy);

    await expect(hear(heard, answer.length)).resolves.toBe(answer);
    expect(heard.pieces()).toBeGreaterThan(2);
    heard.socket.destroy();
  });

  it('trickles a request', async () => {
    const { proxy } = await openWire({ kind: 'trickle', bytes: 1, everyMs: 20, direction: 'request' });

    const heard = say(proxy);
    await hear(heard, answer.length);

    expect(proxy.bytes().request).toBeLessThan(5);
    heard.socket.destroy();
  });

  it.each([
    ['delay', { kind: 'delay', ms: 30 }],
    ['latency', { kind: 'latency', ms: 15 }],
  ] as const)('holds up by %s', async (_name, fault) => {
    const { proxy } = await openWire(fault);
    const start = performance.now();

    const heard = say(proxy);
    await hear(heard, answer.length);

    expect(performance.now() - start).toBeGreaterThan(28);
    heard.socket.destroy();
  });

  it('resets connections', async () => {
    const { proxy, upstream } = await openWire({ kind: 'reset' });

    const heard = say(proxy);
    await heard.ended;

    expect([heard.end(), upstream.connections()]).toEqual(['ECONNRESET', 0]);
  });

  it('refuses connections until another fault is set', async () => {
    const { proxy } = await openWire();
    const before = say(proxy);
    await hear(before, answer.length);
    await proxy.set({ kind: 'refuse' });
    const refused = say(proxy);
    await Promise.all([before.ended, refused.ended]);
    expect([before.end(), refused.end()]).toEqual(['ECONNRESET', 'ECONNREFUSED']);

    await proxy.set({ kind: 'none' });
    const after = say(proxy);

    await expect(hear(after, answer.length)).resolves.toBe(answer);
    after.socket.destroy();
  });

  it('gives up a trickle as soon as the fault is taken back', async () => {
    const { proxy } = await openWire({ kind: 'trickle', bytes: 1, everyMs: 30, direction: 'answer' });
    const heard = say(proxy);
    await hear(heard, 1);

    await proxy.set({ kind: 'none' });

    await expect(hear(heard, answer.length)).resolves.toBe(answer);
    expect(heard.pieces()).toBeLessThan(5);
    heard.socket.destroy();
  });

  it('frees everything when it is closed', async () => {
    const { proxy, upstream } = await openWire({ kind: 'stall' });
    const heard = say(proxy);
    await settle();

    await proxy.close();
    await Promise.all([heard.ended, upstream.ended(1)]);

    expect(proxy.openNow()).toBe(0);
  });
});
