import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator, EmulatorOptions } from 'express-moengage-personalize/emulator';

import type { WireFixture } from './fixture.js';

const running: Emulator[] = [];

/** An emulator that is closed after the tests of the file. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await createEmulator(options);
  running.push(emulator);
  return emulator;
}

afterAll(async () => {
  await Promise.all(running.map((emulator) => emulator.close()));
});

/** The headers that the contract asks for. */
export function credentialsOf({ workspaceId, apiKey }: Emulator): Record<string, string> {
  const basic = Buffer.from(`${workspaceId}:${apiKey}`).toString('base64');
  return { authorization: `Basic ${basic}`, 'moe-appkey': workspaceId };
}

/** Sends what the fixture says, with the right credentials unless it has its own. */
export function send(emulator: Emulator, request: WireFixture['request']): Promise<Response> {
  const { method, path, body, rawBody, headers } = request;
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  return fetch(`${emulator.baseUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(headers ?? credentialsOf(emulator)) },
    ...(text === undefined ? {} : { body: text }),
  });
}

export function post(emulator: Emulator, path: string, body: unknown): Promise<Response> {
  return send(emulator, { method: 'POST', path, body });
}
