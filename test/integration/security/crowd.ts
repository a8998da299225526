import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { FakeClock } from '../../support/fake-clock.js';

const connections = 25;
/** Sent ahead on each connection, so that many pages are under way at once. */
const atOnce = 4;

export interface Visited {
  readonly visitor: string;
  readonly body: unknown;
}

/** What came of one connection: bodies of whole answers, and the rest. */
function takeBodies(text: string): { readonly bodies: readonly string[]; readonly rest: string } {
  const bodies: string[] = [];
  let rest = text;
  for (;;) {
    const headersEnd = rest.indexOf('\r\n\r\n');
    const length = /^HTTP\/1\.1 200 [^]*?\r\ncontent-length: (\d+)\r\n/i.exec(rest.slice(0, headersEnd + 2))?.[1];
    if (length === undefined) return { bodies, rest };
    const bodyEnd = headersEnd + 4 + Number(length);
    if (rest.length < bodyEnd) return { bodies, rest };
    bodies.push(rest.slice(headersEnd + 4, bodyEnd));
    rest = rest.slice(bodyEnd);
  }
}

/** Visits over one connection until there are no paths left, several at a time. */
function visitOver(port: number, nextPath: () => string | undefined, see: (path: string, body: unknown) => void) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  const underWay: string[] = [];
  let text = '';
  const send = (): void => {
    const path = nextPath();
    if (path === undefined) return;
    underWay.push(path);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/5.0 Firefox/128\r\n\r\n`);
  };
  socket.on('data', (data) => {
    const { bodies, rest } = takeBodies(text + String(data));
    text = rest;
    for (const body of bodies) {
      see(underWay.shift() ?? '', JSON.parse(body));
      send();
    }
    if (underWay.length === 0) socket.end();
  });
  for (let sent = 0; sent < atOnce; sent += 1) send();
  return once(socket, 'close');
}

/** So many pages of the application, a hundred at a time, while its time passes a millisecond a turn of the loop. */
export async function visitAll(
  app: Express,
  clock: FakeClock,
  count: number,
  pathOf: (visit: number) => string,
  see: (path: string, body: unknown) => void,
): Promise<void> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let visit = 0;
  const nextPath = (): string | undefined => (visit < count ? pathOf(visit++) : undefined);
  const ended = { now: false };
  const pump = (): void => {
    clock.advance(1);
    if (!ended.now) setImmediate(pump);
  };
  pump();
  await Promise.all(Array.from({ length: connections }, () => visitOver(port, nextPath, see)));
  ended.now = true;
  server.close();
}
