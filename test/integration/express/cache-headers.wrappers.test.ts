import { ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RequestHandler, Response } from 'express';
import { ask, headerOf, storedBy } from '../../support/shared-cache.js';
import { openCacheSite } from './cache-site.js';
import { open } from './cache-ways.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

type WriteHead = (this: unknown, ...args: readonly unknown[]) => unknown;

const isMethod = (value: unknown): value is WriteHead => typeof value === 'function';

/** What is given to `writeHead` is set, the listener has the last word, and then the one before is called. */
function onHeaders(res: Response, listener: () => void): void {
  const before: unknown = Reflect.get(res, 'writeHead');
  if (!isMethod(before)) return;
  let hasRun = false;
  Reflect.set(res, 'writeHead', (status: number, ...given: readonly unknown[]) => {
    for (const headers of given) {
      if (typeof headers !== 'object' || headers === null) continue;
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, String(value));
    }
    if (!hasRun) listener();
    hasRun = true;
    return Reflect.apply(before, res, [status]);
  });
}

/** As cache middlewares and sessions work. */
const setsLate: RequestHandler = (_req, res, next) => {
  onHeaders(res, () => {
    res.set(open);
  });
  next();
};

/** Hands its headers to the one before, without setting them. */
const writesLate: RequestHandler = (_req, res, next) => {
  const before: unknown = Reflect.get(res, 'writeHead');
  if (isMethod(before)) Reflect.set(res, 'writeHead', (status: number) => Reflect.apply(before, res, [status, open]));
  next();
};

/** As compression works: holds the body back and decides on its encoding when the headers go out. */
const compresses: RequestHandler = (_req, res, next) => {
  onHeaders(res, () => {
    res.set({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }).removeHeader('Content-Length');
  });
  const end: unknown = Reflect.get(res, 'end');
  if (isMethod(end)) {
    Reflect.set(res, 'end', (chunk: unknown) => {
      res.writeHead(res.statusCode);
      return Reflect.apply(end, res, [gzipSync(String(chunk))]);
    });
  }
  next();
};

/** Past whatever has been put in front of it. */
const goesRound: RequestHandler = (_req, res, next) => {
  Reflect.set(res, 'writeHead', (status: number) => ServerResponse.prototype.writeHead.call(res, status, open));
  next();
};

const wrappers: readonly [string, RequestHandler][] = [
  ['sets headers as they go out', setsLate],
  ['writes headers as they go out', writesLate],
  ['calls Node itself', goesRound],
];

describe.each(expressVersions)('on %s', (_name, express) => {
  const openHome = (before: readonly RequestHandler[], after: readonly RequestHandler[] = []) =>
    openCacheSite(express, {
      before,
      mount: ({ app }) => {
        app.get('/', (_req, res, next) => {
          res.locals.shown = res.locals.personalization.value('home-hero', 'Title');
          for (const handler of after) handler(_req, res, () => undefined);
          next();
        });
        app.get('/', (_req, res) => {
          res.send(`<p>${String(res.locals.shown)}</p>`);
        });
      },
    });

  it.each(wrappers)('a page is kept from shared caches where a middleware before ours %s', async (_case, wrapper) => {
    const { origin } = await openHome([wrapper]);

    const answer = await ask(origin, '/', { headers: customer });

    expect([answer.body, headerOf(answer, 'cache-control')]).toEqual(['<p>Hello</p>', 'private, no-store']);
    expect(storedBy({ method: 'GET', headers: {} }, answer)).toEqual([]);
  });

  it.each(wrappers)('a page is kept from shared caches where one after the use %s', async (_case, wrapper) => {
    const { origin } = await openHome([], [wrapper]);

    const answer = await ask(origin, '/', { headers: customer });

    expect([answer.body, headerOf(answer, 'cache-control')]).toEqual(['<p>Hello</p>', 'private, no-store']);
    expect(storedBy({ method: 'GET', headers: {} }, answer)).toEqual([]);
  });

  it.each([
    ['before', [compresses, setsLate], []],
    ['after', [], [compresses, setsLate]],
    ['around', [setsLate, compresses], [setsLate]],
  ])('compression goes on, with wrappers %s', async (_case, before, after) => {
    const { origin } = await openHome(before, after);

    const answer = await ask(origin, '/', { headers: customer });

    expect(headerOf(answer, 'content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(answer.body, 'latin1')).toString()).toBe('<p>Hello</p>');
    expect(storedBy({ method: 'GET', headers: {} }, answer)).toEqual([]);
  });
});
