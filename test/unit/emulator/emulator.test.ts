import { once } from 'node:events';
import { connect } from 'node:net';

import { createEmulator } from 'express-moengage-personalize/emulator';

import { reportOf } from './support-events.js';
import { workspace } from './support.js';
import { fetchKeys, nextEnd, post, startEmulator } from './support-server.js';

describe('createEmulator', () => {
  it('listens on a free port of this machine alone', async () => {
    const emulator = await startEmulator();

    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(emulator).toMatchObject({
      baseUrl: `${emulator.url}/v1`,
      workspaceId: 'EMU_UNIT_DEBUG',
      apiKey: 'emu_unit',
    });
  });

  it.each([
    ['localhost', /^http:\/\/localhost:\d+$/],
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
  ] as const)('listens on %s', async (host, url) => {
    const emulator = await startEmulator({ config: workspace, host });

    expect(emulator.url).toMatch(url);
    expect((await fetchKeys(emulator)).status).toBe(200);
  });

  it('serves a workspace without experiences where nothing is configured', async () => {
    const emulator = await startEmulator({});

    expect(await (await fetchKeys(emulator)).json()).toEqual({ experiences: {} });
  });

  it('rejects where the port is taken', async () => {
    const port = Number(new URL((await startEmulator()).url).port);

    await expect(createEmulator({ port })).rejects.toThrow('EADDRINUSE');
  });

  it('rejects a broken configuration', async () => {
    await expect(createEmulator({ config: { rateLimit: 0 } })).rejects.toMatchObject({ code: 'MOE_EMULATOR_CONFIG' });
  });

  it('rejects in production, whatever else is right', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(createEmulator()).rejects.toMatchObject({ code: 'MOE_EMULATOR_PRODUCTION' });
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});

describe('close', () => {
  it('ends calls that hang', async () => {
    const emulator = await startEmulator();
    emulator.fault({ kind: 'hang' });
    const pending = post(emulator, '/experiences/fetch', {}).catch(() => 'ended');
    await new Promise<void>((resolve) =>
      emulator.ledger.onEntry(() => {
        resolve();
      }),
    );
    await emulator.close();

    await expect(pending).resolves.toBe('ended');
  });

  it('ends connections that never sent anything, and open pages', async () => {
    const emulator = await startEmulator();
    const { hostname, port } = new URL(emulator.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    const page = await fetch(`${emulator.url}/__emulator/stream`);
    const ended = [once(socket, 'close'), page.text().catch(() => '')];
    await emulator.close();

    await expect(Promise.all(ended)).resolves.toHaveLength(2);
  });

  it('may be called again', async () => {
    const emulator = await startEmulator();
    await Promise.all([emulator.close(), emulator.close()]);

    await expect(emulator.close()).resolves.toBeUndefined();
  });
});

describe('the ledger of an emulator', () => {
  it('holds a call by the time its answer is there, and then how it ended', async () => {
    const emulator = await startEmulator({ config: workspace, now: () => 5_000 });
    const ended = nextEnd(emulator);
    await fetchKeys(emulator, 'home-hero', 'gold-offer');

    expect(emulator.ledger.calls).toEqual([
      expect.objectContaining({
        id: 1,
        at: 5_000,
        endpoint: 'fetch',
        method: 'POST',
        path: '/v1/experiences/fetch',
        status: 200,
        summary: '1 of 2 matched',
        problem: undefined,
      }),
    ]);
    await expect(ended).resolves.toBe('answered');
  });

  it('holds what is wrong with a refused call', async () => {
    const emulator = await startEmulator();
    await post(emulator, '/experiences/fetch', { TIME_OF_THE_DAY: '25' });

    expect(emulator.ledger.calls).toEqual([
      expect.objectContaining({
        status: 400,
        summary: 'refused',
        problem: expect.stringContaining('TIME_OF_THE_DAY: '),
      }),
    ]);
  });

  it('holds calls of paths that do not exist', async () => {
    const emulator = await startEmulator();
    await post(emulator, '/experience/fetch?x=1', {});

    expect(emulator.ledger.calls).toEqual([
      expect.objectContaining({ endpoint: 'unknown', path: '/v1/experience/fetch?x=1', status: 404 }),
    ]);
  });

  it('keeps no body of more than 256 KiB', async () => {
    const emulator = await startEmulator();
    await post(emulator, '/experiences/fetch', { a: 'x'.repeat(256 * 1024) });

    expect(emulator.ledger.calls[0]).toMatchObject({ status: 200, request: undefined });
  });
});

describe('reports of an emulator', () => {
  it('take an event that a lost answer brings again for a duplicate, though it comes at another time', async () => {
    const emulator = await startEmulator();
    const send = (time: number) =>
      post(emulator, '/experiences/events', reportOf('user_1', { uuid: '8f8a1c0e-6a5e-4a52-9d0c-5a4f8b1c2d3e', time }));
    emulator.fault({ kind: 'truncated' }, { times: 1 });
    await expect(send(1_725_258_666).then((response) => response.text())).rejects.toThrow();
    await send(1_725_258_700);

    expect(emulator.ledger.events).toEqual([
      expect.objectContaining({ at: 1_725_258_666_000, duplicate: false, conflict: false }),
      expect.objectContaining({ at: 1_725_258_700_000, duplicate: true, conflict: false }),
    ]);
    expect(emulator.ledger.reports).toEqual([expect.objectContaining({ impressions: 1, clicks: 0 })]);
  });

  it('count nothing of a refused request', async () => {
    const emulator = await startEmulator();
    await post(emulator, '/experiences/events', reportOf('user_1', {}, { uuid: 'none' }));

    expect(emulator.ledger).toMatchObject({ events: [], reports: [] });
  });

  it('note that user_attributes change a profile, and which one the report made', async () => {
    const emulator = await startEmulator();
    const { elements } = reportOf('user_2', {}, {});
    const changing = { elements: elements.map((element) => ({ ...element, user_attributes: { tier: 'gold' } })) };
    await post(emulator, '/experiences/events', changing);
    await post(emulator, '/experiences/events', reportOf('user_1', {}));

    expect(emulator.ledger.calls.map(({ summary }) => summary)).toEqual([
      '2 events accepted, 1 profile changed',
      '1 event accepted',
    ]);
    expect(
      emulator.ledger.events.map(({ changedProfile, createdProfile }) => [changedProfile, createdProfile]),
    ).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });
});
