import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import type { RequestHandler } from 'express';
import { resolveOptions } from '../../src/config/resolve-options.js';
import { assemblePersonalize } from '../../src/personalize.js';
import { createNaiveMiddleware } from '../naive.js';
import { createFakeClock } from '../support/fake-clock.js';
import { openUpstream } from '../support/upstream.js';
import { answerWhole } from './hero.js';
import { credentials } from './shop.js';
import { tally } from './visits.js';

const visitors = 1_000;

/** Pages for a thousand visitors who come in one and the same moment, as they can't through sockets. */
async function servePages(personalized: RequestHandler): Promise<Readonly<Record<string, number>>> {
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

describe('a thousand visitors with the same question', () => {
  it('make one call, whose answer all of them get', async () => {
    const api = await openUpstream(answerWhole);
    const options = resolveOptions({ ...credentials, baseUrl: `${api.origin}/v1` }, {});
    // A clock that stands still, so that it is one moment however long this process takes over it.
    const personalize = assemblePersonalize(options, createFakeClock());

    const sources = await servePages(personalize('home-hero'));
    await personalize.close();

    expect(sources).toEqual({ '"network"': visitors });
    expect(api.requests.length).toBe(1);
  }, 20_000);

  it('make a thousand calls by way of the naive client', async () => {
    const api = await openUpstream(answerWhole);

    await servePages(createNaiveMiddleware({ baseUrl: `${api.origin}/v1`, timeoutMs: 10_000 }, 'home-hero'));

    expect(api.requests.length).toBe(visitors);
  }, 20_000);
});
