import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator, EmulatorOptions } from 'express-moengage-personalize/emulator';

import { workspace } from './support.js';

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

/** An emulator of the tests' workspace, closed after the test. */
export async function startEmulator(options: EmulatorOptions = { config: workspace }): Promise<Emulator> {
  const emulator = await createEmulator(options);
  running.push(emulator);
  return emulator;
}

/** The headers that every call of the API needs. */
export function headersOf({ workspaceId, apiKey }: Emulator): Record<string, string> {
  const basic = Buffer.from(`${workspaceId}:${apiKey}`).toString('base64');
  return { authorization: `Basic ${basic}`, 'moe-appkey': workspaceId, 'content-type': 'application/json' };
}

/** Posts to the API. */
export function post(emulator: Emulator, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${emulator.baseUrl}${path}`, {
    method: 'POST',
    headers: headersOf(emulator),
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

export function fetchKeys(emulator: Emulator, ...keys: readonly string[]): Promise<Response> {
  return post(emulator, '/experiences/fetch', { experience_key: keys });
}

/** Settles once the ledger says that a call has ended, with its last state. */
export function nextEnd(emulator: Emulator): Promise<string> {
  return new Promise((resolve) => {
    const stop = emulator.ledger.onEntry((entry) => {
      if (entry.type !== 'call' || entry.call.outcome === 'open') return;
      stop();
      resolve(entry.call.outcome);
    });
  });
}
