import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import type Express from 'express';
import type { Request, Response } from 'express';
import { shareShapes } from '../../../src/express/shared-shape.js';
import { ask, headerOf } from '../../support/shared-cache.js';
import { serve } from './cache-site.js';
import { customer } from './reporting-site.js';
import { expressVersions, openSite } from './support.js';

// What V8 itself thinks of it: nothing else tells whether two objects have one shape.
setFlagsFromString('--allow-natives-syntax');
const compareShapes: unknown = runInThisContext('(one, other) => %HaveSameMap(one, other)');

function haveOneShape(objects: readonly object[]): boolean {
  if (typeof compareShapes !== 'function') throw new TypeError('V8 does not say');
  return objects.every((object) => Reflect.apply(compareShapes, undefined, [objects[0], object]) === true);
}

/** The requests and responses of an application's third and fourth page, whose shapes V8 is told apart from then. */
async function openPages(express: typeof Express): Promise<{ requests: Request[]; responses: Response[] }> {
  const { app, personalize } = await openSite(express);
  const requests: Request[] = [];
  const responses: Response[] = [];
  app.get('/', personalize('home-hero'), (req, res) => {
    requests.push(req);
    responses.push(res);
    res.end('page');
  });
  const origin = await serve(app);

  // The first pages of a server have others, since its methods are still being found.
  for (let index = 0; index < 4; index += 1) await ask(origin, '/', { headers: customer });
  expect(requests).toHaveLength(4);
  return { requests: requests.slice(2), responses: responses.slice(2) };
}

// V8 keeps such shapes in 64 places, which it deals out by lot. An application whose requests and responses draw the same
// place, or that of something else, finds them overwritten: one in 64 or somewhat more often, but not so many in a row.
const mostApplications = 8;

describe.each(expressVersions)('on %s', (_name, express) => {
  it('the requests of two pages have one shape, and so have their responses', async () => {
    const shared: boolean[] = [];
    while (shared.length < mostApplications && !shared.includes(true)) {
      const { requests, responses } = await openPages(express);
      shared.push(haveOneShape(requests) && haveOneShape(responses));
    }

    expect(shared).toContain(true);
  });

  it('a page that says it wants no date gets none', async () => {
    const { app, personalize } = await openSite(express);
    app.get('/dated', personalize(), (_req, res) => res.end('page'));
    app.get('/undated', (_req, res, next) => {
      res.sendDate = false;
      next();
    });
    app.get('/undated', personalize(), (req, res) => res.end(req.httpVersion));
    const origin = await serve(app);

    expect(headerOf(await ask(origin, '/dated'), 'date')).toBeDefined();
    const undated = await ask(origin, '/undated');
    expect(headerOf(undated, 'date')).toBeUndefined();
    expect(undated.body).toBe('1.1');
  });
});

const descriptor = { value: '1.1', writable: true, enumerable: true, configurable: true };

it.each<[string, PropertyDescriptor | undefined]>([
  ['plain', descriptor],
  ['an accessor', { get: () => '1.1', enumerable: true, configurable: true }],
  ['read-only', { ...descriptor, writable: false }],
  ['hidden', { ...descriptor, enumerable: false }],
  ['fixed', { ...descriptor, configurable: false }],
  ['not there', undefined],
])('a property that is %s stays as it is', (_name, property) => {
  const target: object = property === undefined ? {} : Object.defineProperty({}, 'httpVersion', property);
  const before = Object.getOwnPropertyDescriptors(target);

  shareShapes(target, {});

  expect(Object.getOwnPropertyDescriptors(target)).toEqual(before);
});

it.each<[string, object]>([
  ['takes no more properties', Object.preventExtensions({ httpVersion: '1.1' })],
  ['is frozen', Object.freeze({ httpVersion: '1.1' })],
  ['inherits one that hears of it', Object.defineProperty(heirOfSetter(), 'httpVersion', descriptor)],
])('nothing is lost of an object that %s', (_name, target) => {
  shareShapes(target, {});

  expect(Object.getOwnPropertyDescriptor(target, 'httpVersion')?.value).toBe('1.1');
});

/** Whose own property stands before somebody's setter, which would take what is set while it is away. */
function heirOfSetter(): object {
  return Object.create(Object.defineProperty({}, 'httpVersion', { set: () => undefined })) as object;
}
