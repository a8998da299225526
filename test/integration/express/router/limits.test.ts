import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, openSocket, reportHead, reportOf } from './support.js';

const nothing = { accepted: 0, duplicates: 0, refused: {} };
const maxBytes = 32_768;

/** A report of as many bytes, filled up with what says nothing. */
function padTo(bytes: number, report: string): string {
  return report.slice(0, -1) + ' '.repeat(bytes - report.length) + '}';
}

const chunk = (body: string): string => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;

/** Resolves when what comes from the socket holds this. */
async function received(socket: Socket, wanted: string): Promise<void> {
  let seen = '';
  while (!seen.includes(wanted)) seen += String((await once(socket, 'data'))[0]);
}

/** Resolves to all that came, when the connection ends, however it does. */
async function untilClosed(socket: Socket): Promise<string> {
  let seen = '';
  socket.on('data', (data) => (seen += String(data))).on('error', () => undefined);
  // Not `once` of node:events, which rejects where writing to a server that has hung up fails, as it may.
  if (!socket.closed) {
    await new Promise((resolve) => {
      socket.once('close', resolve);
    });
  }
  return seen;
}

describe.each(expressVersions)('on %s, a report', (_name, express) => {
  it('may have 32 KB', async () => {
    const { report, sealer, router } = openRouter(express);

    await report(padTo(maxBytes, reportOf([sealed(sealer), 'shown']))).expect(204);
    await report(padTo(maxBytes + 1, reportOf([sealed(sealer), 'shown']))).expect(204);

    expect(router.counts()).toEqual({ ...nothing, accepted: 1, refused: { TOO_LARGE: 1 } });
  });

  it('may come in pieces', async () => {
    const { app, sealer, tracked } = openRouter(express);
    const socket = await openSocket(app);
    const body = reportOf([sealed(sealer), 'shown']);

    socket.write(reportHead('Transfer-Encoding: chunked'));
    for (const piece of body.match(/.{1,50}/g) ?? []) {
      socket.write(chunk(piece));
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.write('0\r\n\r\n');
    await received(socket, '204 No Content');

    expect(tracked).toHaveLength(1);
  });

  it('has no more than 32 KB in pieces, either', async () => {
    const { app, sealer, router } = openRouter(express);
    const socket = await openSocket(app);
    const answered = untilClosed(socket);

    for (const bytes of [maxBytes, maxBytes + 1]) {
      const body = padTo(bytes, reportOf([sealed(sealer), 'shown']));
      socket.write(reportHead('Transfer-Encoding: chunked') + chunk(body) + '0\r\n\r\n');
    }

    expect((await answered).match(/204 No Content/g)).toHaveLength(2);
    expect(router.counts()).toEqual({ ...nothing, accepted: 1, refused: { TOO_LARGE: 1 } });
  });

  it('is not read once it says that it is too large', async () => {
    const { app, router } = openRouter(express);
    const socket = await openSocket(app);

    socket.write(reportHead('Content-Length: 1000000'));

    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 204 No Content\r\n[^]*Connection: close/i);
    expect(router.counts()).toEqual({ ...nothing, refused: { TOO_LARGE: 1 } });
  });

  it('is not read on once it is too large', async () => {
    const { app, router } = openRouter(express);
    const socket = await openSocket(app);
    const closed = untilClosed(socket);
    let written = 0;

    socket.write(reportHead('Transfer-Encoding: chunked'));
    while (!socket.destroyed && written < 100_000_000) {
      socket.write(chunk('x'.repeat(10_000)));
      written += 10_000;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closed;

    // What the system's own buffers hold is written, too.
    expect(written).toBeLessThan(20_000_000);
    expect(router.counts()).toEqual({ ...nothing, refused: { TOO_LARGE: 1 } });
  }, 20_000);

  it.each(['gzip', 'br', 'x', 'identity, gzip'])(
    'is not taken where it says that it is packed: %s',
    async (encoding) => {
      const { report, sealer, router } = openRouter(express);

      await report(reportOf([sealed(sealer), 'shown'])).set('Content-Encoding', encoding);
      await report(reportOf([sealed(sealer), 'shown'])).set('Content-Encoding', 'Identity');

      expect(router.counts()).toEqual({ ...nothing, accepted: 1, refused: { MALFORMED: 1 } });
    },
  );

  it('that trickles in is given up after five seconds', async () => {
    const { app, router, clock } = openRouter(express);
    const socket = await openSocket(app);
    const closed = untilClosed(socket);

    socket.write(`${reportHead('Content-Length: 1000')}{"events`);
    while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(4_999);
    expect(clock.pendingTimers).toBe(1);
    socket.write('":[');
    clock.advance(1);

    expect(await closed).toMatch(/^HTTP\/1\.1 204 No Content\r\n[^]*Connection: close/i);
    expect(router.counts()).toEqual({ ...nothing, refused: { INCOMPLETE: 1 } });
  });

  it('that breaks off is given up', async () => {
    const { app, router, clock } = openRouter(express);
    const socket = await openSocket(app);

    socket.write(`${reportHead('Content-Length: 1000')}{"events`);
    while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
    socket.resetAndDestroy();
    while (clock.pendingTimers > 0) await new Promise((resolve) => setImmediate(resolve));

    while (router.counts().refused.INCOMPLETE === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(router.counts()).toEqual({ ...nothing, refused: { INCOMPLETE: 1 } });
  });

  it('leaves nothing behind that waits', async () => {
    const { report, sealer, clock } = openRouter(express);

    await report(reportOf([sealed(sealer), 'shown']));

    expect(clock.pendingTimers).toBe(0);
  });

  it('that is refused unread leaves the connection to the next one', async () => {
    const { app, sealer, tracked } = openRouter(express);
    const socket = await openSocket(app);
    const body = reportOf([sealed(sealer), 'shown']);
    const refused = reportHead(`Content-Length: ${body.length}`).replace('same-origin', 'cross-site') + body;

    socket.write(refused + refused + reportHead(`Content-Length: ${body.length}`, 'Connection: close') + body);
    const answers = await text(socket);

    expect(answers.match(/HTTP\/1\.1 204 No Content/g)).toHaveLength(3);
    expect(tracked).toHaveLength(1);
  });
});
