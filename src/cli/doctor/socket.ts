import { connect as connectPlain, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { settledBy } from '../../client/deadline.js';
import type { Clock } from '../../core/clock.js';

/** The host as sockets and resolvers take it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** A connection, or the code of what went wrong; `TIMEOUT` is ours. */
export type Opened<Kind extends Socket> =
  { readonly socket: Kind; readonly ms: number } | { readonly code: string; readonly ms: number };

/** What came of it within the time; the socket is destroyed where it did not come in time. */
async function settle<Kind extends Socket>(
  socket: Kind,
  event: string,
  deadline: number,
  clock: Clock,
): Promise<Opened<Kind>> {
  const startedMs = clock.monotonic();
  const opening = new Promise<string>((resolve) => {
    socket.once(event, () => {
      resolve('');
    });
    // Stays on: an open socket that is looked at may still break.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'unknown');
    });
    socket.once('close', () => {
      resolve('ECONNRESET');
    });
  });
  const code = (await settledBy(opening, deadline, clock)) ?? 'TIMEOUT';
  const ms = Math.round(clock.monotonic() - startedMs);
  if (code === '') return { socket, ms };
  socket.destroy();
  return { code, ms };
}

/** A connection without TLS. The caller destroys it. */
export function openPlain(url: URL, deadline: number, clock: Clock): Promise<Opened<Socket>> {
  return settle(connectPlain({ host: hostOf(url), port: portOf(url) }), 'connect', deadline, clock);
}

/**
 * A connection with TLS, whoever is at its other end: nothing is sent, and what is wrong with a certificate is told by
 * looking at it. The caller destroys it.
 */
export function openTls(url: URL, deadline: number, clock: Clock): Promise<Opened<TLSSocket>> {
  const host = hostOf(url);
  const name = isIP(host) > 0 ? {} : { servername: host };
  const socket = connectTls({ host, port: portOf(url), ...name, rejectUnauthorized: false });
  return settle(socket, 'secureConnect', deadline, clock);
}
