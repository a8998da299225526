import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { Emulator } from 'express-moengage-personalize/emulator';

import { fixturesFolder, readFixtures, toExpectation } from './fixture.js';
import type { WireFixture } from './fixture.js';
import { shapeOf } from './response-shapes.js';
import { post, send, startEmulator } from './wire-client.js';

const frozenNow = Date.UTC(2026, 7, 3, 14, 30);

describe.each(['fetch', 'fetch-refusals', 'metadata', 'events', 'events-refusals', 'authentication', 'paths'])(
  'the emulator answers as the contract has it: %s',
  (file) => {
    let emulator: Emulator;

    beforeAll(async () => {
      emulator = await startEmulator({ configFile: join(fixturesFolder, 'workspace.yaml'), now: () => frozenNow });
    });

    it.each<[string, WireFixture]>(readFixtures(file).map((fixture) => [fixture.name, fixture]))(
      '%s',
      async (_, { request, response: expected }) => {
        const response = await send(emulator, request);
        const body: unknown = await response.json();

        expect({ status: response.status, body }).toEqual({
          status: expected.status,
          body: toExpectation(expected.body),
        });
        expect(shapeOf(request.path, response.status).safeParse(body).error).toBeUndefined();
        expect(response.headers.get('content-type')).toBe('application/json');
      },
    );
  },
);

describe('variants of the contract', () => {
  const audiences = [{ id: '5A', name: 'All Users', variations: [{ id: '1', variables: {} }] }];
  const paused = { key: 'paused', status: 'Paused', audiences } as const;
  const wanted = {
    key: 'wanted',
    audiences: [{ id: '1', name: 'Nobody', when: { identified: true }, variations: [{ id: '1', variables: {} }] }],
  };
  const keys = { experience_key: ['paused', 'wanted', 'unknown'] };

  it('sends an empty payload for a key that did not match, where it is told to', async () => {
    const emulator = await startEmulator({ config: { unmatched: 'empty', experiences: [paused, wanted] } });
    const body: unknown = await (await post(emulator, '/experiences/fetch', keys)).json();

    const empty = { payload: {}, experience_context: {} };
    expect(body).toEqual({ experiences: { paused: empty, wanted: empty, unknown: empty } });
    expect(shapeOf('/experiences/fetch', 200).safeParse(body).success).toBe(true);
  });

  it('sends no empty payloads where no key was asked', async () => {
    const emulator = await startEmulator({ config: { unmatched: 'empty', experiences: [paused, wanted] } });
    const response = await post(emulator, '/experiences/fetch', {});

    expect(await response.json()).toEqual({ experiences: {} });
  });

  it('lists the failures by reason, where it is told to', async () => {
    const emulator = await startEmulator({ config: { failures: true, experiences: [paused, wanted] } });
    const many = {
      experience_key: [...keys.experience_key, ...Array.from({ length: 22 }, (_, n) => `filler-${n}`), 'late-key'],
    };
    const body: unknown = await (await post(emulator, '/experiences/fetch', many)).json();

    expect(body).toEqual({
      experiences: {},
      failures: [
        { reason: 'EXPERIENCE_NOT_ACTIVE', experienceKeys: ['paused'] },
        { reason: 'USER_NOT_IN_SEGMENT', experienceKeys: ['wanted'] },
        { reason: 'INVALID_EXPERIENCE_KEY', experienceKeys: ['unknown', ...many.experience_key.slice(3, 25)] },
        { reason: 'MAX_LIMIT_BREACHED', experienceKeys: ['late-key'] },
      ],
    });
    expect(shapeOf('/experiences/fetch', 200).safeParse(body).success).toBe(true);
  });

  it.each([
    ['the experience', { controlGroup: 100 }, {}, 'USER_IN_CAMPAIGN_CONTROL_GROUP'],
    ['the workspace', {}, { globalControlGroup: 100 }, 'USER_IN_GLOBAL_CONTROL_GROUP'],
  ])('gives nothing to the control group of %s', async (_, ofExperience, ofWorkspace, reason) => {
    const experience = { key: 'everybody', audiences, ...ofExperience };
    const emulator = await startEmulator({ config: { failures: true, experiences: [experience], ...ofWorkspace } });
    const response = await post(emulator, '/experiences/fetch', { experience_key: ['everybody'] });

    expect(await response.json()).toEqual({ experiences: {}, failures: [{ reason, experienceKeys: ['everybody'] }] });
  });

  it('answers 429 with the three headers once a minute holds too many fetches', async () => {
    const emulator = await startEmulator({ config: { rateLimit: 2 }, now: () => frozenNow });
    const statuses = [];
    for (let call = 0; call < 2; call += 1) statuses.push((await post(emulator, '/experiences/fetch', {})).status);
    const refused = await post(emulator, '/experiences/fetch', {});

    expect([...statuses, refused.status]).toEqual([200, 200, 429]);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(frozenNow / 1000 + 60),
    });
    expect(shapeOf('/experiences/fetch', 429).safeParse(await refused.json()).success).toBe(true);
  });

  it.each([
    [100, 200],
    [101, 400],
  ])('answers a report of %d users with %d', async (users, status) => {
    const emulator = await startEmulator({});
    const context = ['cid', 'experience', 'moe_locale_id', 'moe_variation_id', 'audience_name', 'audience_id'];
    const elements = Array.from({ length: users }, (_, index) => ({
      customer_id: `user_${index}`,
      actions: [
        {
          action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
          moe_event_uuid: randomUUID(),
          event_time: 1725258666,
          attributes: Object.fromEntries(context.map((name) => [name, '1'])),
        },
      ],
    }));

    expect((await post(emulator, '/experiences/events', { elements })).status).toBe(status);
    expect(emulator.ledger.events).toHaveLength(status === 200 ? users : 0);
  });

  it('refuses a body that is not UTF-8', async () => {
    const emulator = await startEmulator({});
    const basic = Buffer.from(`${emulator.workspaceId}:${emulator.apiKey}`).toString('base64');
    const response = await fetch(`${emulator.baseUrl}/experiences/fetch`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'moe-appkey': emulator.workspaceId },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });

    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ title: 'Malformed JSON' }),
    ]);
  });

  it('refuses a body of more than a mebibyte', async () => {
    const emulator = await startEmulator({});
    const response = await post(emulator, '/experiences/fetch', { a: 'x'.repeat(1024 * 1024) });

    expect(response.status).toBe(413);
  });
});
