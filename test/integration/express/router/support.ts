import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Express, RequestHandler } from 'express';
import request from 'supertest';
import type { Test } from 'supertest';
import { createConsentReader } from '../../../../src/context/consent.js';
import { createVisitReader } from '../../../../src/context/visit.js';
import { createWarnings } from '../../../../src/core/warnings.js';
import type { MarkSealer } from '../../../../src/events/mark.js';
import type { TrackedEvent } from '../../../../src/core/tracked-event.js';
import { createBrowserRouter } from '../../../../src/express/router/browser-router.js';
import type { BrowserRouter, BrowserRouterPorts } from '../../../../src/express/router/browser-router.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import type { FakeClock } from '../../../support/fake-clock.js';
import { createSealer } from '../../../support/marks.js';
import { createRecordingLogger } from '../../../support/recording-logger.js';
import type { RecordingLogger } from '../../../support/recording-logger.js';

export const script = '/* the browser script */';

export interface RouterSite {
  readonly app: Express;
  readonly router: BrowserRouter;
  readonly sealer: MarkSealer;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  /** What the router handed on, in order. */
  readonly tracked: readonly TrackedEvent[];
  /** Posts a body as the browser script does. */
  readonly report: (body: string | object) => Test;
}

/** The text of a report of these events. */
export const reportOf = (...events: readonly unknown[]): string => JSON.stringify({ events });

/** An application whose router is at `/personalize`, behind the handlers given. */
export function openRouter(
  createApp: () => Express,
  handlers: readonly RequestHandler[] = [],
  changes: Partial<BrowserRouterPorts> = {},
): RouterSite {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const warnings = createWarnings(logger, clock);
  const sealer = createSealer([], { clock });
  const tracked: TrackedEvent[] = [];
  const router = createBrowserRouter({
    script,
    routerPath: '/personalize',
    sealer,
    clock,
    warnings,
    addressOf: (req) => req.ip,
    visitors: {
      visit: createVisitReader({ bots: 'default' }, warnings),
      consent: createConsentReader(undefined, warnings),
    },
    track: (event) => {
      tracked.push(event);
    },
    ...changes,
  });
  const app = createApp();
  for (const handler of handlers) app.use(handler);
  app.use('/personalize', router.handler);
  return {
    app,
    router,
    sealer,
    clock,
    logger,
    tracked,
    report: (body) =>
      request(app)
        .post('/personalize/events')
        .set({ 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'text/plain;charset=UTF-8' })
        .send(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

const servers: Server[] = [];

/** Opens the application on loopback until the test is over. */
export async function listen(app: RequestListener): Promise<number> {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A connection to the application, for requests that no client would make. */
export async function openSocket(app: RequestListener): Promise<Socket> {
  const socket = connect(await listen(app), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** The beginning of a report, up to its body. */
export const reportHead = (...headers: readonly string[]): string =>
  ['POST /personalize/events HTTP/1.1', 'Host: shop.example', 'Sec-Fetch-Site: same-origin', ...headers, '', ''].join(
    '\r\n',
  );

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
