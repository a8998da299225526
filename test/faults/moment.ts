import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import type { RequestHandler } from 'express';
import { tally } from './visits.js';

/**
 * Pages for so many visitors who come in one and the same moment, as they can't through sockets: where each page's hero
 * is from, with how many there are of it.
 */
export async function servePages(
  personalized: RequestHandler,
  visitors: number,
): Promise<Readonly<Record<string, number>>> {
  const sources: unknown[] = [];
  const app = express().get('/', personalized, (_req, res) => {
    sources.push(res.locals.naive ? 'naive' : res.locals.personalization.experience('home-hero').source);
  });
  for (let visitor = 0; visitor < visitors; visitor += 1) {
    const req = Object.assign(new IncomingMessage(new Socket()), { url: '/', method: 'GET' });
    app(req, new ServerResponse(req));
  }
  while (sources.length < visitors) await turn();
  return tally(sources);
}
