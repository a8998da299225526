import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { minifiedScript } from './minified-script.js';

/** One request to the router, with its events as they were sent. */
export interface Report {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  readonly events: readonly unknown[];
}

/** A shop with one page, whose router only writes down what it is sent. */
export interface TrackedSite {
  readonly origin: string;
  /** In the order of their arrival. */
  readonly reports: Report[];
  /** Resolves with all reports, once there are as many. */
  reported(count: number): Promise<readonly Report[]>;
  close(): void;
}

/** As strict as it can be while the pages have styles of their own. */
const policy = [
  "default-src 'none'",
  "script-src 'nonce-of-this-page'",
  "connect-src 'self'",
  "img-src 'self'",
  "style-src 'unsafe-inline'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const scriptTag = '<script nonce="of-this-page" src="/shop/script.js"></script>';

/** Serves the body under `/`, and a page that nothing is to be said of under every other path. */
export async function openTrackedSite(
  body: (port: number) => string,
  script: string = minifiedScript,
): Promise<TrackedSite> {
  const reports: Report[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/shop/script.js') {
      response.setHeader('Content-Type', 'text/javascript').end(script);
    } else if (request.method === 'POST' && request.url === '/shop/events') {
      const sent = await text(request);
      const { events } = JSON.parse(sent) as Pick<Report, 'events'>;
      reports.push({ headers: request.headers, bytes: Buffer.byteLength(sent), events });
      response.writeHead(204).end();
      server.emit('report');
    } else {
      response.setHeader('Content-Security-Policy', policy).setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><title>Shop</title><body>${request.url === '/' ? body(port) : ''}`);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    reports,
    reported: async (count) => {
      while (reports.length < count) await once(server, 'report');
      return reports;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
