import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from 'express-moengage-personalize/emulator';

import { fetchKeys, headersOf, post, startEmulator } from '../support-server.js';
import { reportOf } from '../support-events.js';

const jsonType = { 'content-type': 'application/json' };

function setFault(emulator: Emulator, body: unknown, headers: Record<string, string> = jsonType): Promise<Response> {
  return fetch(`${emulator.url}/__emulator/fault`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function reportShown(emulator: Emulator): Promise<Response> {
  return post(emulator, '/experiences/events', reportOf('user_1', { experience: 'Hero', variation: '2' }));
}

/** Status of a request with headers that fetch would not let through. */
function statusOf(emulator: Emulator, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${emulator.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/__emulator/page.css', 'text/css; charset=utf-8'],
    ['/__emulator/page.js', 'text/javascript; charset=utf-8'],
    ['/__emulator/icon.svg', 'image/svg+xml; charset=utf-8'],
  ])('is served: %s', async (path, type) => {
    const response = await fetch(`${(await startEmulator()).url}${path}`);

    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  });

  it('runs no script and shows no frame but its own', async () => {
    const { headers } = await fetch((await startEmulator()).url);
    const policy = headers.get('content-security-policy') ?? '';

    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]),
    );
    expect(policy).not.toContain('unsafe');
  });
});

describe('the ledger over HTTP', () => {
  it('shows calls without credentials', async () => {
    const emulator = await startEmulator();
    await fetchKeys(emulator, 'home-hero');
    const text = await (await fetch(`${emulator.url}/__emulator/ledger`)).text();

    expect(JSON.parse(text)).toMatchObject({
      calls: [{ endpoint: 'fetch', status: 200, request: { experience_key: ['home-hero'] } }],
      events: [],
      reports: [],
    });
    expect(text).not.toContain(emulator.apiKey);
    expect(text).not.toContain(headersOf(emulator).authorization?.slice('Basic '.length));
  });

  it('has the figures of what was reported', async () => {
    const emulator = await startEmulator();
    await reportShown(emulator);

    expect(await (await fetch(`${emulator.url}/__emulator/ledger`)).json()).toMatchObject({
      reports: [{ experience: 'Hero', variation: '2', impressions: 1, clicks: 0, clickThroughRate: 0 }],
    });
  });

  it('is cleared by DELETE', async () => {
    const emulator = await startEmulator();
    await reportShown(emulator);
    const response = await fetch(`${emulator.url}/__emulator/ledger`, { method: 'DELETE' });

    const nothing = { calls: [], events: [], reports: [] };
    expect(await response.json()).toEqual(nothing);
    expect(emulator.ledger).toMatchObject(nothing);
  });

  it('does not count requests of the page', async () => {
    const emulator = await startEmulator();
    await fetch(emulator.url);
    await fetch(`${emulator.url}/__emulator/state`);

    expect(emulator.ledger.calls).toEqual([]);
  });
});

describe('the state over HTTP', () => {
  it('outlines the experiences in words', async () => {
    const emulator = await startEmulator();

    expect(await (await fetch(`${emulator.url}/__emulator/state`)).json()).toEqual({
      workspaceId: 'EMU_UNIT_DEBUG',
      problems: [],
      faults: [],
      experiences: [
        expect.objectContaining({ key: 'home-hero', audiences: [expect.objectContaining({ conditions: [] })] }),
        expect.objectContaining({
          key: 'gold-offer',
          audiences: [
            {
              id: '9C',
              name: 'Gold customers',
              conditions: ["customer's tier is gold"],
              variations: [{ id: '1', share: 100 }],
            },
          ],
        }),
      ],
    });
  });
});

describe('faults over HTTP', () => {
  it('are set, with path and times', async () => {
    const emulator = await startEmulator();
    const response = await setFault(emulator, { kind: 'status', status: 503, path: '/fetch', times: 1 });

    expect(await response.json()).toEqual({
      faults: [{ fault: { kind: 'status', status: 503 }, path: '/fetch', left: 1 }],
    });
    expect([(await fetchKeys(emulator)).status, (await fetchKeys(emulator)).status]).toEqual([503, 200]);
  });

  it.each([
    ['an empty object', (emulator: Emulator) => setFault(emulator, {})],
    ['DELETE', (emulator: Emulator) => fetch(`${emulator.url}/__emulator/fault`, { method: 'DELETE' })],
  ])('are taken away by %s', async (_, mend) => {
    const emulator = await startEmulator();
    await setFault(emulator, { kind: 'status', status: 503 });
    await mend(emulator);

    expect((await fetchKeys(emulator)).status).toBe(200);
  });

  it('are refused by name', async () => {
    const response = await setFault(await startEmulator(), { kind: 'latency' });

    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.stringContaining('ms: is missing') },
    ]);
  });

  it('are refused from a form, which any page may send', async () => {
    const response = await setFault(await startEmulator(), { kind: 'hang' }, { 'content-type': 'text/plain' });

    expect(response.status).toBe(415);
  });
});

describe('reloading over HTTP', () => {
  it('tells what is wrong with the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    const configFile = join(folder, 'emulator.yaml');
    writeFileSync(configFile, 'workspaceId: EMU_GOOD\n');
    const emulator = await startEmulator({ configFile });
    writeFileSync(configFile, 'workspaceId: EMU_BAD\nrateLimit: none\n');
    const response = await fetch(`${emulator.url}/__emulator/reload`, { method: 'POST' });
    rmSync(folder, { recursive: true });

    expect([response.status, await response.json()]).toEqual([
      422,
      { problems: [expect.objectContaining({ line: 2, path: 'rateLimit' })] },
    ]);
    expect(emulator.workspaceId).toBe('EMU_GOOD');
  });
});

describe('what others may not do', () => {
  it.each(['/__emulator/ledger', '/__emulator/state', '/__emulator/stream', '/__emulator/page.js'])(
    'a page of another origin does not read %s',
    async (path) => {
      const emulator = await startEmulator();

      await expect(statusOf(emulator, path, { origin: 'https://evil.example' })).resolves.toBe(403);
      await expect(statusOf(emulator, path, { 'sec-fetch-site': 'cross-site' })).resolves.toBe(403);
    },
  );

  it('a page of another origin sets no fault', async () => {
    const emulator = await startEmulator();
    const response = await setFault(emulator, { kind: 'hang' }, { ...jsonType, origin: 'https://evil.example' });

    expect(response.status).toBe(403);
  });

  it.each(['/', '/__emulator/ledger', '/v1/experiences/metadata'])(
    'a name rebound to this machine does not reach %s',
    async (path) => {
      const emulator = await startEmulator();

      await expect(statusOf(emulator, path, { ...headersOf(emulator), host: 'evil.example' })).resolves.toBe(403);
      expect(emulator.ledger.calls).toEqual([]);
    },
  );

  it('a link from elsewhere opens the page itself', async () => {
    await expect(statusOf(await startEmulator(), '/', { 'sec-fetch-site': 'cross-site' })).resolves.toBe(200);
  });

  it.each(['/__emulator/nothing', '/__emulator/constructor', '/favicon.ico'])(
    'nobody finds anything at %s',
    async (path) => {
      await expect(statusOf(await startEmulator(), path, {})).resolves.toBe(404);
    },
  );
});
