import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createDiskEventStore, createPersonalize } from 'express-moengage-personalize';

// A site whose one page reads an experience, so that each page is an impression of the customer whom a header names.
// Says `port` when it listens, and at its end the listeners that the package added and what became of the events. How
// it ends: `signals` by closeOnSignals, within `closeMs` if given; `end` by itself, once `/end` was asked for; else as
// Node does without our help.

const [baseUrl = '', workspaceId = '', apiKey = '', way = '', directory = '', closeMs = ''] = process.argv.slice(2);

const countListeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
const before = countListeners();

const personalize = createPersonalize({
  baseUrl,
  workspaceId,
  apiKey,
  identify: (req) => ({ customerId: req.get('x-customer') }),
  // Every page of the test is another customer's, and each has time.
  timeoutMs: 10_000,
  quota: false,
  events: { ...(directory !== '' && { store: createDiskEventStore({ directory }) }) },
});
const added = countListeners() - before;

// With each page goes when timers last ran, which are what writes events: a process that stands still says nothing newer.
let turnMs = performance.now();
setInterval(() => {
  turnMs = performance.now();
}, 5).unref();

const app = express();
app.get('/', personalize('home-hero'), (_req, res) => {
  res
    .set('x-turn', String(turnMs))
    .type('html')
    .send(JSON.stringify(res.locals.personalization.value('home-hero', 'Title')));
});
const server = app.listen(0, '127.0.0.1');
app.get('/end', (_req, res) => {
  res.on('finish', () => {
    server.close();
    server.closeAllConnections();
  });
  res.end();
});

if (way === 'signals') personalize.closeOnSignals({ server, ...(closeMs !== '' && { timeoutMs: Number(closeMs) }) });

process.on('exit', () => {
  writeSync(1, `${JSON.stringify({ added, events: personalize.stats().events })}\n`);
});

void once(server, 'listening').then(() => {
  writeSync(1, `${(server.address() as AddressInfo).port}\n`);
});
