import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  /** Lower-case name → value. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Upstream {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  /** Connections ever made. */
  connections(): number;
  /** Resolves when this many connections have ended. */
  ended(count: number): Promise<void>;
  close(): Promise<void>;
}

const open: Upstream[] = [];

async function listen(server: Server, requests: readonly SeenRequest[]): Promise<Upstream> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      server.emit('socketGone');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const upstream: Upstream = {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    connections: () => connections,
    async ended(count) {
      while (connections - sockets.size < count) await once(server, 'socketGone');
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  open.push(upstream);
  return upstream;
}

/** An HTTP server on loopback that answers each request, once it is whole, as the script says. */
export function openUpstream(answer: (res: ServerResponse, request: SeenRequest) => void): Promise<Upstream> {
  const requests: SeenRequest[] = [];
  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const request = { method: req.method, url: req.url, headers: req.headers, body: await text(req) };
    requests.push(request);
    answer(res, request);
  };
  const server = createHttpServer((req, res) => {
    serve(req, res).catch(() => req.destroy());
  });
  return listen(server, requests);
}

/** A TCP server on loopback: the script gets the socket when the first bytes of each request arrive. */
export function openRawUpstream(answer: (socket: Socket) => void): Promise<Upstream> {
  const server = createTcpServer((socket) => {
    socket.on('data', () => {
      answer(socket);
    });
  });
  return listen(server, []);
}

/** A server that says 200 with this JSON text. */
export function openJsonUpstream(json: string): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(json);
  });
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((upstream) => upstream.close()));
});
