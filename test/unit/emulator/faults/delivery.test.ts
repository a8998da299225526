import { connect } from 'node:net';
import type { Emulator, Fault } from 'express-moengage-personalize/emulator';

import { fetchKeys, headersOf, nextEnd, post, startEmulator } from '../support-server.js';

/** What comes over a bare socket until it ends, and by what: an error's code, or `end`. */
function exchange(emulator: Emulator): Promise<{ received: string; ending: string }> {
  const { hostname, port } = new URL(emulator.url);
  const body = JSON.stringify({ experience_key: ['home-hero'] });
  const headers = Object.entries(headersOf(emulator)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /v1/experiences/fetch HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n`;
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head}${headers.join('')}content-length: ${body.length}\r\n\r\n${body}`);
    });
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('end', () => {
      socket.destroy();
      resolve({ received, ending: 'end' });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ received, ending: error.code ?? 'error' });
    });
  });
}

async function withFault(fault: Fault): Promise<Emulator> {
  const emulator = await startEmulator();
  emulator.fault(fault);
  return emulator;
}

/** Aborts as soon as the emulator has a call. */
function onceAsked(emulator: Emulator): AbortSignal {
  const controller = new AbortController();
  emulator.ledger.onEntry(() => {
    controller.abort();
  });
  return controller.signal;
}

const wholeBody = {
  experiences: {
    'home-hero': expect.objectContaining({ payload: { Title: { value: 'Hello', data_type: 'string' } } }),
  },
};

describe('a fault', () => {
  it('of latency answers in full, and not before its time', async () => {
    const emulator = await withFault({ kind: 'latency', ms: 30 });
    const startedMs = performance.now();
    const response = await fetchKeys(emulator, 'home-hero');

    // Timers may fire a millisecond early by this clock.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(28);
    expect(await response.json()).toEqual(wholeBody);
  });

  it('of hanging never answers, and the ledger sees the client give up', async () => {
    const emulator = await withFault({ kind: 'hang' });
    const ended = nextEnd(emulator);

    await expect(post(emulator, '/experiences/fetch', {}, onceAsked(emulator))).rejects.toThrow();
    await expect(ended).resolves.toBe('client-gone');
    expect(emulator.ledger.calls).toEqual([expect.objectContaining({ status: undefined, fault: 'hang', keys: [] })]);
  });

  it('of trickling sends the head at once and the body in pieces', async () => {
    const emulator = await withFault({ kind: 'trickle', bytes: 100, everyMs: 2 });
    const response = await fetchKeys(emulator, 'home-hero');
    const pieces = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece as Uint8Array));

    expect(pieces.length).toBeGreaterThan(2);
    expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual(wholeBody);
  });

  it('of trickling heads answers in full at last', async () => {
    const emulator = await withFault({ kind: 'header-trickle', everyMs: 0 });
    const ended = nextEnd(emulator);
    const { received } = await exchange(emulator);

    expect(received).toMatch(/^HTTP\/1\.1 200 [^]+\r\ncontent-length: \d+\r\n[^]+"value":"Hello"[^]+}$/);
    await expect(ended).resolves.toBe('answered');
  });

  it('of trickling heads is abandoned with the client', async () => {
    const emulator = await withFault({ kind: 'header-trickle', everyMs: 20 });
    const ended = nextEnd(emulator);

    await expect(post(emulator, '/experiences/fetch', {}, onceAsked(emulator))).rejects.toThrow();
    await expect(ended).resolves.toBe('client-gone');
  });

  it('of resetting sends nothing', async () => {
    const emulator = await withFault({ kind: 'reset' });

    await expect(exchange(emulator)).resolves.toEqual({ received: '', ending: 'ECONNRESET' });
    expect(emulator.ledger.calls).toEqual([expect.objectContaining({ status: undefined, summary: 'not looked at' })]);
  });

  it.each([0, 12, 150])('of resetting after %d bytes sends so many', async (after) => {
    const emulator = await withFault({ kind: 'reset', after });
    const { received, ending } = await exchange(emulator);

    expect([received.length, ending]).toEqual([after, 'ECONNRESET']);
  });

  it('of truncating promises the whole and sends half', async () => {
    const emulator = await withFault({ kind: 'truncated' });
    const ended = nextEnd(emulator);
    const { received, ending } = await exchange(emulator);
    const promised = Number(/content-length: (\d+)/.exec(received)?.[1]);
    const sent = received.slice(received.indexOf('\r\n\r\n') + 4).length;

    expect([sent, ending]).toEqual([Math.floor(promised / 2), 'end']);
    await expect(ended).resolves.toBe('cut');
  });

  it('of malforming answers 200 with what is not JSON', async () => {
    const emulator = await withFault({ kind: 'malformed' });
    const response = await fetchKeys(emulator, 'home-hero');
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('of a web page answers 200 with one', async () => {
    const response = await fetchKeys(await withFault({ kind: 'html' }), 'home-hero');

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it.each([false, true])('of hugeness sends so many bytes (compressed: %s)', async (gzip) => {
    const response = await fetchKeys(await withFault({ kind: 'huge', bytes: 300_000, gzip }), 'home-hero');

    expect(response.headers.get('content-encoding')).toBe(gzip ? 'gzip' : null);
    expect((await response.text()).length).toBe(300_000);
  });

  it('leaves the next call alone once it is taken away', async () => {
    const emulator = await withFault({ kind: 'reset' });
    await exchange(emulator);
    emulator.fault(undefined);

    expect(await (await fetchKeys(emulator, 'home-hero')).json()).toEqual(wholeBody);
  });
});
