import { EventEmitter, once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../../src/core/clock.js';
import { createPageEnds, promptPageEnds, withPageEnds } from '../../../src/express/page-ends.js';
import type { EventDelivery } from '../../../src/events/event-delivery.js';

type Handle = (res: ServerResponse) => void;

const servers: { close(): unknown; closeAllConnections(): void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server whose responses are made by this. */
async function serve(handle: Handle): Promise<number> {
  const server = createServer((_req, res) => {
    handle(res);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function visit(port: number): Promise<string> {
  const asked = get({ port, host: '127.0.0.1', agent: false });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return text(response);
}

/** A visitor who sends this and reads nothing. */
async function open(port: number, requests: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  await once(socket, 'connect');
  socket.write(requests);
  return socket;
}

const page = 'GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n';
/** More than the buffers of two sockets hold. */
const large = Buffer.alloc(16 * 1_024 * 1_024);

const untilClosed = (res: ServerResponse): Promise<unknown> => (res.closed ? Promise.resolve() : once(res, 'close'));

it('is a page that is out in the next turn, without a listener', async () => {
  const ends = createPageEnds(systemClock);
  const work = jest.fn();
  const listeners: number[] = [];
  const port = await serve((res) => {
    const before = res.listenerCount('finish');
    ends.after(res, work);
    res.end('whole');
    setImmediate(() => listeners.push(res.listenerCount('finish') - before));
  });

  expect([await visit(port), await visit(port)]).toEqual(['whole', 'whole']);
  expect(work).toHaveBeenCalledTimes(2);
  expect(listeners).toEqual([0, 0]);
});

it('is one that takes longer when it is out', async () => {
  const ends = createPageEnds(systemClock);
  const work = jest.fn();
  const atEnd: number[] = [];
  const port = await serve((res) => {
    ends.after(res, work);
    res.write('who');
    setTimeout(() => {
      atEnd.push(work.mock.calls.length);
      res.end('le');
    }, 5);
  });

  expect(await visit(port)).toBe('whole');
  await nextTurn();
  expect([atEnd, work.mock.calls.length]).toEqual([[0], 1]);
});

it('is each of those that were asked for in a row on one connection', async () => {
  const ends = createPageEnds(systemClock);
  const ended: number[] = [];
  const responses: ServerResponse[] = [];
  const port = await serve((res) => {
    const index = responses.push(res);
    ends.after(res, () => ended.push(index));
    // The later one first: it has no connection yet.
    if (index === 2) res.end('second');
  });
  const socket = await open(port, page + page);
  while (responses.length < 2) await nextTurn();
  await nextTurn();
  expect(ended).toEqual([]);
  const [first, second] = responses as [ServerResponse, ServerResponse];
  const finished = once(second, 'finish');
  first.end('first');
  await finished;
  await nextTurn();

  expect(ended).toEqual([1, 2]);
  socket.destroy();
});

describe('is not', () => {
  it('a page whose visitor leaves before it is made', async () => {
    const ends = createPageEnds(systemClock);
    const work = jest.fn();
    const responses: ServerResponse[] = [];
    const port = await serve((res) => {
      responses.push(res);
      ends.after(res, work);
    });
    const socket = await open(port, page);
    while (responses.length === 0) await nextTurn();
    socket.destroy();
    for (const res of responses) await untilClosed(res);
    for (const res of responses) res.end('whole');
    await nextTurn();

    expect(work).not.toHaveBeenCalled();
  });

  it.each([
    ['closes', 'is heard of', systemClock],
    ['resets', 'is heard of', systemClock],
    ['closes', 'is looked at', { nextTurn: () => undefined }],
    ['resets', 'is looked at', { nextTurn: () => undefined }],
  ])('a page whose visitor %s the connection in the midst of it, when it %s', async (how, _when, clock) => {
    const ends = createPageEnds(clock);
    const work = jest.fn();
    const closed: boolean[] = [];
    const port = await serve((res) => {
      res.on('close', () => closed.push(true));
      ends.after(res, work);
      res.end(large);
    });
    const socket = await open(port, page);
    await once(socket, 'readable');
    if (how === 'closes') socket.destroy();
    else socket.resetAndDestroy();
    while (closed.length === 0) await nextTurn();
    ends.settle();

    expect(work).not.toHaveBeenCalled();
  });
});

it('is known at once where somebody asks', async () => {
  const ends = createPageEnds(systemClock);
  const work = jest.fn();
  const port = await serve((res) => {
    ends.after(res, work);
    res.on('finish', () => {
      expect(work).not.toHaveBeenCalled();
      ends.settle();
      expect(work).toHaveBeenCalledTimes(1);
    });
    res.end('whole');
  });

  await visit(port);
  expect(work).toHaveBeenCalledTimes(1);
});

it.each(['after it had ended', 'after it was out'])('is none that is asked for %s, unless it is told', async (when) => {
  const ends = createPageEnds(systemClock);
  const work = jest.fn();
  const port = await serve((res) => {
    if (when === 'after it was out') {
      res.on('close', () => {
        ends.after(res, work);
      });
    }
    res.end('whole');
    if (when === 'after it had ended') ends.after(res, work);
  });

  await visit(port);
  await nextTurn();
  expect(work).toHaveBeenCalledTimes(when === 'after it was out' ? 0 : 1);
});

it.each([
  ["one that is not Node's own", createPageEnds(systemClock)],
  ['any, where the host stops right after it', promptPageEnds],
])('is heard of at once of %s', (_which, ends) => {
  const res = Object.assign(new EventEmitter(), { writableFinished: false, writableEnded: false });
  const work = jest.fn();
  ends.after(res as unknown as ServerResponse, work);
  expect(work).not.toHaveBeenCalled();
  res.emit('finish');
  expect(work).toHaveBeenCalledTimes(1);
});

it.each(['flush', 'close', 'forget', 'counts'] as const)('is told to the delivery before %s', (method) => {
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  const delivery = { flush: note('flush'), close: note('close'), forget: note('forget'), counts: note('counts') };
  const told = withPageEnds(delivery as unknown as EventDelivery, { settle: note('pages') });

  if (method === 'forget') void told.forget('user_1');
  else if (method === 'counts') told.counts();
  else void told[method]({ timeoutMs: 1 });

  expect(order).toEqual(['pages', method]);
});
