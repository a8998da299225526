import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';

import type { Answer } from '../api/answer.js';
import { hugeBody } from './huge-body.js';
import { createPacer } from './pacer.js';
import type { Fault } from './fault.js';

const defaultHeaderEveryMs = 50;

/** Lets the bytes sent before a reset reach the other side, which drops what it has not read when the reset comes. */
const resetDelayMs = 10;

/** The answer as bytes, for faults that Node's own response would not commit. */
function serialize({ status, headers, body }: Answer): { readonly head: Buffer; readonly whole: Buffer } {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  const head = Buffer.from(`HTTP/1.1 ${status} Emulated\r\n${lines.join('')}${length}connection: close\r\n\r\n`);
  return { head, whole: Buffer.concat([head, Buffer.from(body)]) };
}

/** Sends the answer as it is. */
export function send({ status, headers, body }: Answer, response: ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

function trickleBody(answer: Answer, bytes: number, everyMs: number, response: ServerResponse): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.flushHeaders();
  let sent = 0;
  const pacer = createPacer(response, everyMs, () => {
    response.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent < body.length) return;
    pacer.stop();
    response.end();
  });
}

function trickleHead(answer: Answer, everyMs: number, response: ServerResponse, socket: Socket): void {
  const { head, whole } = serialize(answer);
  let sent = 0;
  const pacer = createPacer(response, everyMs, () => {
    socket.write(head.subarray(sent, sent + 1));
    sent += 1;
    if (sent < head.length) return;
    pacer.stop();
    // Node's response never learns of what was written by hand.
    socket.end(whole.subarray(head.length), () => response.emit('finish'));
  });
}

function resetAfter(answer: Answer, bytes: number, response: ServerResponse, socket: Socket): void {
  socket.write(serialize(answer).whole.subarray(0, bytes), () => {
    const pacer = createPacer(response, resetDelayMs, () => {
      pacer.stop();
      socket.resetAndDestroy();
    });
  });
}

function truncate({ status, headers, body }: Answer, response: ServerResponse, socket: Socket): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    socket.end();
  });
}

function sendHuge(bytes: number, isCompressed: boolean, response: ServerResponse): void {
  const encoding = isCompressed ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(200, { 'content-type': 'application/json', ...encoding });
  // The client is expected to give up half way.
  const ignore = (): void => undefined;
  if (isCompressed) pipeline(hugeBody(bytes), createGzip(), response, ignore);
  else pipeline(hugeBody(bytes), response, ignore);
}

function delayed(answer: Answer, ms: number, response: ServerResponse): void {
  const pacer = createPacer(response, ms, () => {
    pacer.stop();
    send(answer, response);
  });
}

const cutAt = 2;

/** The faults that go below an ordinary response. Tells whether this was one of them. */
function misdeliver(answer: Answer, fault: Fault, response: ServerResponse, socket: Socket): boolean {
  switch (fault.kind) {
    case 'hang':
      return true;
    case 'trickle':
      trickleBody(answer, fault.bytes, fault.everyMs, response);
      return true;
    case 'header-trickle':
      trickleHead(answer, fault.everyMs ?? defaultHeaderEveryMs, response, socket);
      return true;
    case 'reset':
      if (fault.after === undefined) socket.resetAndDestroy();
      else resetAfter(answer, fault.after, response, socket);
      return true;
    case 'truncated':
      truncate(answer, response, socket);
      return true;
    case 'huge':
      sendHuge(fault.bytes, fault.gzip ?? false, response);
      return true;
    default:
      return false;
  }
}

/** Sends the answer, spoiled by the fault. A socket that is gone already ends it. */
export function deliver(answer: Answer, fault: Fault | undefined, response: ServerResponse): void {
  const { socket } = response;
  if (socket === null || socket.destroyed) return;
  if (fault?.kind === 'latency') delayed(answer, fault.ms, response);
  else if (fault?.kind === 'malformed') send({ ...answer, body: answer.body.slice(0, -cutAt) }, response);
  else if (fault === undefined || !misdeliver(answer, fault, response, socket)) send(answer, response);
}
