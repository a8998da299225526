import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createJunkRequests } from './junk-requests.js';
import type { JunkRequests } from './junk-requests.js';
import { runProgram } from './programs.js';

/** Each with one request at a time, as those of a proxy are, or of autocannon. */
const connections = 50;
const slowConnections = 50;
const tickMs = 1;

/** What a late timer left out is not made up for: that would be a burst, and not the rate that was asked for. */
const mostPerTick = 20;

/** Sends one request at a time, and the next when it has been answered. */
interface Line {
  readonly isFree: () => boolean;
  readonly send: (request: string) => void;
}

function openLine(port: number, onAnswer: (status: string) => void): Line {
  let isFree = true;
  const socket = connect(port, '127.0.0.1').on('data', (data) => {
    isFree = true;
    onAnswer(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1] ?? 'none');
  });
  return {
    isFree: () => isFree,
    send(request) {
      isFree = false;
      socket.write(request, 'latin1');
    },
  };
}

/** Begins a large body on a connection of its own, which the shop is to close. */
function sendTooLarge(port: number, requests: JunkRequests, onClosed: () => void): void {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(requests.tooLarge());
  socket.resume().on('close', onClosed);
}

/** Begins a body and goes on with it a byte a second, until the shop gives up; then again. */
function trickle(port: number, requests: JunkRequests, signal: AbortSignal): void {
  if (signal.aborted) return;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  const timer = setInterval(() => socket.write(' '), 1_000);
  socket.write(requests.slow());
  socket.resume().on('close', () => {
    clearInterval(timer);
    trickle(port, requests, signal);
  });
}

/** Calls `send` so many times a second, or as often as it can send, and gives how often it did. */
async function sendSteadily(perSecond: number, seconds: number, send: (count: number) => boolean): Promise<number> {
  const start = performance.now();
  let [count, due, last] = [0, 0, start];
  for (let now = start; now < start + seconds * 1_000; now = performance.now()) {
    due = Math.min(due + ((now - last) * perSecond) / 1_000, mostPerTick);
    last = now;
    for (; due >= 1 && send(count); due -= 1) count += 1;
    await sleep(tickMs);
  }
  return count;
}

// Sends junk over a few connections, beside what is too large and what is slow.
runProgram('junk', async ({ origin, mount, tokens, perSecond, seconds }) => {
  const port = Number(new URL(origin).port);
  const requests = createJunkRequests(mount);
  const answers: Record<string, number> = {};
  let closed = 0;
  const onAnswer = (status: string): void => {
    answers[status] = (answers[status] ?? 0) + 1;
  };
  const onClosed = (): void => {
    closed += 1;
  };
  const lines = Array.from({ length: connections }, () => openLine(port, onAnswer));
  const ended = new AbortController();
  for (let slow = 0; slow < slowConnections; slow += 1) trickle(port, requests, ended.signal);
  const sent = await sendSteadily(perSecond, seconds, (count) => {
    const line = lines.find(({ isFree }) => isFree());
    if (line === undefined) return false;
    const junk = requests.next(count, tokens[count % tokens.length] ?? '');
    if (junk === undefined) sendTooLarge(port, requests, onClosed);
    else line.send(junk);
    return true;
  });
  ended.abort();
  await sleep(500);
  return { sent, answers, closed };
});
