import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { shareShapes } from '../../../src/express/shared-shape.js';
import { buildChild } from '../../support/build-child.js';
import { ask, headerOf } from '../../support/shared-cache.js';
import { serve } from './cache-site.js';
import { expressVersions, openSite } from './support.js';

const program = buildChild(join(__dirname, 'children/shapes.ts'));

describe.each(expressVersions)('on %s', (name, express) => {
  it('the requests of two pages have one shape, and so have their responses', async () => {
    // What V8 itself thinks of it: nothing else tells whether two objects have one shape.
    const { stdout } = await promisify(execFile)(process.execPath, [program, name], {
      env: { PATH: process.env.PATH },
    });

    expect(JSON.parse(stdout)).toContain(true);
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
