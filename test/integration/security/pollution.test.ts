import express from 'express';
import type { RequestHandler } from 'express';
import request from 'supertest';
import { fetchMetadata } from '../../../src/client/fetch-metadata.js';
import { isJsonObject } from '../../../src/core/json.js';
import { addedRecord, readRecords } from '../../../src/events/disk/record.js';
import { readMark, writeMark } from '../../../src/events/token/mark-text.js';
import { createPersonalize } from 'express-moengage-personalize';
import { createEvent } from '../../support/event-store-ports.js';
import { createMark, createSealer, sealed } from '../../support/marks.js';
import { findPollution, inheritedNames, isPlainOnceCopied, poisoned, poisonedJson } from '../../support/pollution.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';
import { openJsonUpstream } from '../../support/upstream.js';
import { expressVersions, openSite } from '../express/support.js';
import { openRouter } from '../express/router/support.js';

afterEach(() => {
  expect(findPollution()).toEqual([]);
});

/** Members by name, so that `__proto__` is one like any other. */
const membersOf = (names: readonly string[], json: (name: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, json(name)]));

const variables = poisonedJson({
  ...membersOf(inheritedNames, () => JSON.stringify({ value: '{"polluted":true}', data_type: 'json' })),
  Title: poisonedJson({ value: '"Hello"', data_type: '"string"' }),
  Deep: poisonedJson({ value: JSON.stringify(poisonedJson()), data_type: '"json"' }),
});
const context = poisonedJson({ cid: '"1"', nested: poisonedJson(), toString: '"x"' });
const experience = poisonedJson({ payload: variables, experience_context: context });
const keys = [...inheritedNames, 'home-hero'];
const answer = poisonedJson({
  experiences: poisonedJson(membersOf(keys, () => experience)),
  failures: `[${poisonedJson({ reason: '"toString"', experienceKeys: '["__proto__"]' })}]`,
});

describe.each(expressVersions)('on %s, an answer of the API', (_version, createApp) => {
  const open = async (asked: readonly string[] | 'all') => {
    const { origin } = await openJsonUpstream(answer);
    const site = await openSite(createApp, { baseUrl: `${origin}/v1`, events: false });
    const found: unknown[] = [];
    site.app.get('/', site.personalize({ keys: asked }), (_req, res) => {
      const { experiences, experience, json, value } = res.locals.personalization;
      for (const key of keys) {
        const { matched, context: seen, variables: read } = experience(key);
        found.push([matched, value(key, 'Title'), value(key, 'isPrototypeOf', 'none'), isPlainOnceCopied(read, seen)]);
      }
      res.json({ listed: Object.keys(experiences), parsed: Object.keys(JSON.parse(json()) as object) });
    });
    const { body } = await request(site.app).get('/').expect(200);
    return { body: body as unknown, found };
  };

  it.each([[keys], ['all']] as const)('for %j is a plain answer of plain names', async (asked) => {
    const { body, found } = await open(asked);

    expect(found).toEqual(keys.map(() => [true, 'Hello', 'none', true]));
    expect(body).toEqual({ listed: expect.arrayContaining(keys), parsed: expect.arrayContaining(keys) });
  });

  it('brings nothing that nobody asked for', async () => {
    const { body, found } = await open(['home-hero']);

    expect(found).toEqual([
      ...inheritedNames.map(() => [false, undefined, 'none', true]),
      [true, 'Hello', 'none', true],
    ]);
    expect(body).toEqual({ listed: ['home-hero'], parsed: ['home-hero'] });
  });
});

describe('metadata', () => {
  it('lists experiences of any name', async () => {
    const entries = keys.map((key) => poisonedJson({ experience_key: JSON.stringify(key), status: '"Active"' }));
    const body = poisonedJson({ metadata: poisonedJson({ experiences: `[${entries.join(',')}]` }) });
    const transport = createScriptedTransport(() => answered(body));

    const listed = await fetchMetadata(transport, ['Active'], { deadline: Infinity });

    expect(listed).toEqual(keys.map((key) => ({ key, name: key, status: 'Active' })));
  });
});

describe('a line of the event store', () => {
  it('holds an event with plain attributes', () => {
    const members = Object.fromEntries(
      Object.entries(createEvent()).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    const attributes = poisonedJson({ cid: '"hero"', nested: poisonedJson() });
    const bytes = Buffer.from(addedRecord(poisonedJson({ ...members, attributes })));

    const { pending, damaged } = readRecords(bytes);

    expect([pending.length, damaged]).toEqual([1, 0]);
    expect(isPlainOnceCopied(pending[0], pending[0]?.attributes, pending[0]?.attributes.nested)).toBe(true);
  });
});

describe('a token', () => {
  const mark = createMark({}, { context: poisoned({ cid: '"hero"', nested: poisonedJson() }) });

  it('gives back a plain context', () => {
    const text = writeMark(mark, 1);
    const read = readMark(text)?.mark.impression.context;

    expect(text.split('"__proto__"')).toHaveLength(3);
    expect(read?.cid).toBe('hero');
    expect(isPlainOnceCopied(read, read?.nested)).toBe(true);
  });

  it('is opened though its context is poisoned', () => {
    const sealer = createSealer();

    expect(sealer.open(sealed(sealer, mark))?.impression.uuid).toBe(mark.impression.uuid);
  });
});

const parsers: readonly (readonly [string, readonly RequestHandler[]])[] = [
  ['no parser', []],
  ['a parser of JSON', [express.json({ type: () => true })]],
  ['a parser of text', [express.text({ type: () => true })]],
  ['a parser of forms', [express.urlencoded({ extended: true, type: () => true })]],
];

describe.each(expressVersions)('on %s, a report', (_version, createApp) => {
  describe.each(parsers)('behind %s', (parser, handlers) => {
    it.each([
      ['JSON', poisonedJson({ events: `[${poisonedJson()},["__proto__","shown"],["toString","clicked",1]]` })],
      ['events of its parent', '{"__proto__":{"events":[["token","shown"]]}}'],
      ['a list with a parent', '{"events":{"__proto__":[],"length":1}}'],
      ['a form', '__proto__[polluted]=true&constructor[prototype][polluted]=true&events[__proto__][polluted]=1'],
    ])('that is poisoned with %s leaves no trace', async (_case, body) => {
      const { report, tracked } = openRouter(createApp, handlers);

      // An application's own parser may refuse it first.
      await report(body);

      expect(tracked).toEqual([]);
    });

    it('that is poisoned is read all the same, as far as it is one', async () => {
      const { report, tracked, sealer } = openRouter(createApp, handlers);
      const event = JSON.stringify([sealed(sealer), 'shown']);
      await report(poisonedJson({ events: `[${event}]` }));

      expect(tracked).toHaveLength(parser === 'a parser of forms' ? 0 : 1);
      expect(tracked.every((each) => isPlainOnceCopied(each, each.attributes))).toBe(true);
    });
  });
});

describe.each(expressVersions)('on %s, what a request says', (_version, createApp) => {
  const query =
    '__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=1&utm_source[__proto__][polluted]=1&toString=x&utm_medium=mail';

  it.each(['extended', 'simple'])('is sent as plain attributes, with the %s query parser', async (parser) => {
    const { app, bodies, personalize } = await openSite(createApp, { queryAttributes: ['toString', 'utm_medium'] });
    app.set('query parser', parser);
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.send('ok');
    });
    await request(app).get(`/?${query}`).set('cookie', '__proto__=1; constructor=2; toString=3').expect(200, 'ok');

    const [body] = bodies();
    expect(body).toMatchObject({ utm_medium: 'mail', toString: 'x' });
    expect(isJsonObject(body) && isPlainOnceCopied(body)).toBe(true);
  });

  it('of who asks is sent as plain identifiers and attributes', async () => {
    const { app, bodies, personalize } = await openSite(createApp, {
      identify: () => poisoned({ userIdentifiers: poisonedJson({ u_em: '"a"' }) }),
      attributes: () => JSON.parse(poisonedJson({ plan: '"gold"' })) as Record<string, string>,
    });
    app.get('/', personalize('home-hero'), (_req, res) => {
      const { identity, attributes } = res.locals.personalization.visitor;
      res.send(isPlainOnceCopied(identity, identity.userIdentifiers, attributes));
    });
    await request(app).get('/').expect(200, 'true');

    expect(bodies()).toMatchObject([{ plan: 'gold', identifiers: { user_identifiers: { u_em: 'a' } } }]);
  });
});

describe('options', () => {
  it.each(inheritedNames)('have none that is called %s', (name) => {
    const options: unknown = JSON.parse(`{"${name}":{"polluted":true}}`);

    expect(thrownBy(() => callUntyped(createPersonalize, options)).code).toBe('MOE_OPTION_UNKNOWN');
  });

  it.each(['cache', 'events', 'quota', 'observer'])('have none within %s', (name) => {
    const given = { workspaceId: 'W', apiKey: 'k', dataCenter: '01', [name]: poisoned() };

    expect(thrownBy(() => callUntyped(createPersonalize, given)).code).toBe('MOE_OPTION_UNKNOWN');
  });

  it('may be defaults of any name', async () => {
    const text = poisonedJson({ 'promo-strip': poisonedJson({ Title: '"Free"' }) });
    const defaults = JSON.parse(text) as Record<string, Record<string, string>>;
    const { app, personalize } = await openSite(express, { defaults });
    app.get('/', personalize(), (_req, res) => {
      const { experience, value } = res.locals.personalization;
      res.json([value('promo-strip', 'Title'), experience('toString').variables, value('__proto__', 'polluted')]);
    });

    await request(app).get('/').expect(200, ['Free', {}, true]);
  });
});
