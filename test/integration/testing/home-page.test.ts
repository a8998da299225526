import request from 'supertest';
import { createPersonalize } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';
import { createTestPersonalize } from 'express-moengage-personalize/testing';
import { createApp } from './home-page.js';
import type { Shop } from './home-page.js';

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const defaults = { 'home-hero': { Title: 'Welcome' } };

describe('without a network', () => {
  const personalize = createTestPersonalize<Shop>({ defaults, identify: () => ({ customerId: 'user_1' }) });
  const app = createApp(personalize);

  afterEach(() => {
    personalize.clear();
  });

  it('the page shows what it is given, and reports it', async () => {
    personalize.answer({ 'home-hero': { Title: 'Hello' } });

    await request(app).get('/?utm_source=mail').set('User-Agent', browser).expect('<h1>Hello</h1>');

    expect(personalize.questions).toMatchObject([{ experience_key: ['home-hero'], utm_source: 'mail' }]);
    expect(personalize.events).toMatchObject([{ kind: 'impression', customerId: 'user_1' }]);
  });

  it('the page shows its default where nothing matches', async () => {
    personalize.answer({});

    await request(app).get('/').set('User-Agent', browser).expect('<h1>Welcome</h1>');

    expect(personalize.events).toEqual([]);
  });

  it('the page shows its default where the API is out of reach', async () => {
    personalize.answer(() => {
      throw new Error('out of reach');
    });

    await request(app).get('/').set('User-Agent', browser).expect('<h1>Welcome</h1>');

    expect(personalize.stats().defaults).toMatchObject({ NETWORK_ERROR: 1 });
  });

  it('an answer may depend on the question', async () => {
    personalize.answer(({ utm_source: source }) => ({ 'home-hero': { Title: `From ${String(source)}` } }));

    await request(app).get('/?utm_source=mail').set('User-Agent', browser).expect('<h1>From mail</h1>');
  });
});

it('on the emulator the page shows the variation of its rules', async () => {
  const emulator = await createEmulator({
    config: {
      workspaceId: 'EMU_TEST',
      apiKey: 'emu_test',
      experiences: [
        {
          key: 'home-hero',
          audiences: [
            {
              id: '1A',
              name: 'Newsletter readers',
              when: { session: { utm_source: 'mail' } },
              variations: [{ id: '1', variables: { Title: 'Hello, reader' } }],
            },
          ],
        },
      ],
    },
  });
  const { baseUrl, workspaceId, apiKey } = emulator;
  const personalize = createPersonalize<Shop>({ baseUrl, workspaceId, apiKey, defaults, timeoutMs: 20_000 });
  const app = createApp(personalize);

  await request(app).get('/?utm_source=mail').set('User-Agent', browser).expect('<h1>Hello, reader</h1>');
  emulator.fault({ kind: 'status', status: 500 });
  await request(app).get('/?utm_source=mail').set('User-Agent', browser).expect('<h1>Hello, reader</h1>');

  expect(emulator.ledger.calls.map(({ status }) => status)).toEqual([200, 500]);
  await personalize.close();
  await emulator.close();
});
