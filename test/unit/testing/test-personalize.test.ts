import express from 'express';
import request from 'supertest';
import { createMemoryEventStore, isPersonalizeError } from 'express-moengage-personalize';
import type { EventStore } from 'express-moengage-personalize';
import { createTestPersonalize } from 'express-moengage-personalize/testing';
import type { TestPersonalize } from 'express-moengage-personalize/testing';
import { thrownBy } from '../../support/thrown.js';

const experiences = { hero: { Title: 'Hello', Percent: 20, Nested: { on: true } }, strip: { Text: 'Free' } };
const identify = () => ({ customerId: 'user_1' });

async function shownBy(personalize: TestPersonalize, keys: 'all' | readonly string[]): Promise<unknown> {
  const app = express();
  app.get('/', personalize({ keys }), (_req, res) => {
    const entries = Object.values(res.locals.personalization.experiences);
    res.json(entries.map((one) => ({ key: one?.key, matched: one?.matched, variables: one?.variables })));
  });
  const { body } = await request(app).get('/').set('User-Agent', 'Mozilla/5.0 Firefox/143.0').expect(200);
  return body;
}

it('nothing is matched where nothing is said', async () => {
  const shown = await shownBy(createTestPersonalize(), ['hero']);

  expect(shown).toEqual([{ key: 'hero', matched: false, variables: {} }]);
});

it('values keep their types', async () => {
  const shown = await shownBy(createTestPersonalize({ experiences }), ['hero']);

  expect(shown).toEqual([{ key: 'hero', matched: true, variables: experiences.hero }]);
});

it("everything is all that is said, of which 'toString' is nothing", async () => {
  expect(await shownBy(createTestPersonalize({ experiences }), 'all')).toHaveLength(2);
  expect(await shownBy(createTestPersonalize({ experiences }), ['toString'])).toMatchObject([{ matched: false }]);
});

it('all keys are active', async () => {
  const personalize = createTestPersonalize({ experiences, activeKeysOnly: true });
  await new Promise(setImmediate);

  expect(await shownBy(personalize, ['hero', 'strip'])).toMatchObject([{ matched: true }, { matched: true }]);
});

it('an answer is used once unless there is a cache', async () => {
  const personalize = createTestPersonalize({ experiences });
  await shownBy(personalize, ['hero']);
  personalize.answer({});

  expect(await shownBy(personalize, ['hero'])).toMatchObject([{ matched: false }]);
  expect(personalize.questions).toHaveLength(2);
});

it('the cache is there where it is given', async () => {
  const personalize = createTestPersonalize({ experiences, cache: { ttlMs: 60_000 } });
  await shownBy(personalize, ['hero']);

  expect(await shownBy(personalize, ['hero'])).toMatchObject([{ matched: true }]);
  expect(personalize.questions).toHaveLength(1);
});

it("events go on into the application's own store, and from there to nobody", async () => {
  const inner = createMemoryEventStore();
  const opened: unknown[] = [];
  const store: EventStore = {
    open(ports) {
      const open = inner.open(ports);
      opened.push(open);
      return open;
    },
  };
  const personalize = createTestPersonalize({ experiences, identify, events: { store, flushIntervalMs: 60_000 } });
  const app = express();
  app.get('/', personalize('hero'), (_req, res) => {
    res.type('html').send(JSON.stringify(res.locals.personalization.value('hero', 'Title')));
  });
  await request(app).get('/').set('User-Agent', 'Mozilla/5.0 Firefox/143.0').expect(/Hello/);

  expect(opened).toHaveLength(1);
  expect(personalize.events).toHaveLength(1);
  expect(await personalize.close()).toMatchObject({ delivered: 1, pending: 0 });
});

it('a machine that stands still for a second costs no test its answer', async () => {
  const now = performance.now.bind(performance);
  let stoodStillMs = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + stoodStillMs);
  const standStill = () => {
    stoodStillMs = 1_000;
    return {};
  };

  const shown = await shownBy(createTestPersonalize({ experiences, identify: standStill }), ['hero']);
  clock.mockRestore();

  expect(shown).toMatchObject([{ matched: true }]);
});

it('nothing is reported with events: false', async () => {
  const personalize = createTestPersonalize({ experiences, identify, events: false });
  await shownBy(personalize, ['hero']);

  expect(personalize.events).toEqual([]);
  expect(personalize.stats().events).toBeUndefined();
});

it('clear forgets questions and events', async () => {
  const personalize = createTestPersonalize({ experiences });
  await shownBy(personalize, ['hero']);
  personalize.clear();

  expect(personalize.questions).toEqual([]);
});

it('options are checked as ever', () => {
  expect(isPersonalizeError(thrownBy(() => createTestPersonalize({ timeoutMs: -1 })))).toBe(true);
});
