import { once, setMaxListeners } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What befalls the bytes that pass. Offsets count from the first byte of the answer to the latest request. */
export type WireFault =
  | { readonly kind: 'none' }
  /** A connection is taken at once, but what it says is passed on only after `ms`. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Every piece, either way, takes `ms`. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** `bytes` every `everyMs`, of the request or, from offset `after` (0) on, of the answer. */
  | {
      readonly kind: 'trickle';
      readonly bytes: number;
      readonly everyMs: number;
      readonly direction: 'request' | 'answer';
      readonly after?: number;
    }
  /** The answer ends before byte `at`: with a FIN, or with an RST. */
  | { readonly kind: 'cut'; readonly at: number; readonly by: 'fin' | 'reset' }
  /** Nothing comes from byte `after` (0) on, and the connection stays open. */
  | { readonly kind: 'stall'; readonly after?: number }
  /** Each connection is reset, the open ones at once and others as soon as they are there. */
  | { readonly kind: 'reset' }
  /** Nobody listens, and the connections that there were are reset. */
  | { readonly kind: 'refuse' };

export interface FaultProxy {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** From now on, for open connections too, this goes wrong and nothing else. */
  set(fault: WireFault): Promise<void>;
  /** Connections ever taken. */
  connections(): number;
  openNow(): number;
  /** Bytes passed on. */
  bytes(): { readonly request: number; readonly answer: number };
  close(): Promise<void>;
}

type Direction = 'request' | 'answer';

/** State of one proxy that its connections share. */
interface Wire {
  fault: WireFault;
  readonly bytes: Record<Direction, number>;
  /** Ends the waits of a proxy that is closed. */
  readonly closed: AbortController;
}

/** The two ends of a connection, and how much of the answer under way was passed on. */
interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  sent: number;
}

/** Leaves a connection whose answer was cut. */
class AnswerCut extends Error {
  override readonly name = 'AnswerCut';
}

async function write(wire: Wire, pair: Pair, direction: Direction, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  wire.bytes[direction] += bytes.length;
  if (direction === 'answer') pair.sent += bytes.length;
  else pair.sent = 0;
  const to = direction === 'answer' ? pair.client : pair.upstream;
  if (!to.write(bytes)) await once(to, 'drain', { signal: wire.closed.signal });
}

async function cutAnswer(wire: Wire, pair: Pair, bytes: Buffer, by: 'fin' | 'reset'): Promise<never> {
  await write(wire, pair, 'answer', bytes);
  if (by === 'fin') pair.client.end();
  // After an RST the kernel may not give what has arrived before it; two turns let a client in this process read that.
  else setImmediate(setImmediate, () => pair.client.resetAndDestroy());
  pair.upstream.destroy();
  throw new AnswerCut();
}

async function trickle(
  wire: Wire,
  pair: Pair,
  direction: Direction,
  chunk: Buffer,
  fault: WireFault & { kind: 'trickle' },
): Promise<void> {
  const whole = direction === 'answer' ? Math.max(0, (fault.after ?? 0) - pair.sent) : 0;
  await write(wire, pair, direction, chunk.subarray(0, whole));
  for (let at = whole; at < chunk.length; at += fault.bytes) {
    // A fault that was taken back holds nothing up any more.
    const piece = wire.fault === fault ? chunk.subarray(at, at + fault.bytes) : chunk.subarray(at);
    await write(wire, pair, direction, piece);
    if (wire.fault !== fault) return;
    await sleep(fault.everyMs, undefined, { signal: wire.closed.signal, ref: false });
  }
}

async function pass(wire: Wire, pair: Pair, direction: Direction, chunk: Buffer): Promise<void> {
  const { fault } = wire;
  if (fault.kind === 'latency') await sleep(fault.ms, undefined, { signal: wire.closed.signal, ref: false });
  if (fault.kind === 'trickle' && fault.direction === direction) {
    await trickle(wire, pair, direction, chunk, fault);
    return;
  }
  const limit = fault.kind === 'cut' ? fault.at : fault.kind === 'stall' ? (fault.after ?? 0) : Infinity;
  if (direction === 'request' || pair.sent + chunk.length < limit) {
    await write(wire, pair, direction, chunk);
    return;
  }
  const allowed = chunk.subarray(0, Math.max(0, limit - pair.sent));
  if (fault.kind === 'cut') await cutAnswer(wire, pair, allowed, fault.by);
  await write(wire, pair, direction, allowed);
}

async function pump(wire: Wire, pair: Pair, direction: Direction): Promise<void> {
  const [from, to] = direction === 'answer' ? [pair.upstream, pair.client] : [pair.client, pair.upstream];
  try {
    for await (const chunk of from) if (Buffer.isBuffer(chunk)) await pass(wire, pair, direction, chunk);
    // An upstream that has stalled does not say that it has done.
    if (direction === 'answer' && wire.fault.kind === 'stall') return;
    to.end();
  } catch (reason) {
    if (!(reason instanceof AnswerCut)) to.resetAndDestroy();
  }
}

async function serve(wire: Wire, client: Socket, target: number): Promise<void> {
  if (wire.fault.kind === 'delay') await sleep(wire.fault.ms, undefined, { signal: wire.closed.signal, ref: false });
  if (client.destroyed) return;
  const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
  upstream.on('error', () => undefined);
  client.once('close', () => upstream.destroy());
  const pair: Pair = { client, upstream, sent: 0 };
  await Promise.all([pump(wire, pair, 'request'), pump(wire, pair, 'answer')]);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const open: FaultProxy[] = [];

/** A TCP proxy on loopback, before the server at this origin, that breaks what passes as it is told. */
export async function openFaultProxy(upstreamOrigin: string): Promise<FaultProxy> {
  const target = Number(new URL(upstreamOrigin).port);
  const wire: Wire = { fault: { kind: 'none' }, bytes: { request: 0, answer: 0 }, closed: new AbortController() };
  setMaxListeners(0, wire.closed.signal);
  const clients = new Set<Socket>();
  let connections = 0;
  const server = createServer({ noDelay: true }, (client) => {
    connections += 1;
    client.on('error', () => undefined);
    if (wire.fault.kind === 'reset') {
      client.resetAndDestroy();
      return;
    }
    clients.add(client);
    client.once('close', () => clients.delete(client));
    serve(wire, client, target).catch(() => client.destroy());
  });
  const port = await listen(server, 0);
  const resetAll = (): void => {
    for (const client of clients) client.resetAndDestroy();
  };
  const refuse = async (): Promise<void> => {
    resetAll();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  const proxy: FaultProxy = {
    origin: `http://127.0.0.1:${port}`,
    port,
    async set(fault) {
      wire.fault = fault;
      if (fault.kind === 'reset') resetAll();
      if (fault.kind === 'refuse') await refuse();
      else if (!server.listening) await listen(server, port);
    },
    connections: () => connections,
    openNow: () => clients.size,
    bytes: () => ({ ...wire.bytes }),
    async close() {
      wire.closed.abort();
      await refuse();
    },
  };
  open.push(proxy);
  return proxy;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((proxy) => proxy.close()));
});
