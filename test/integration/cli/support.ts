import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { systemClock } from '../../../src/core/clock.js';
import type { Clock } from '../../../src/core/clock.js';
import { run } from '../../unit/cli/support.js';
import type { Run } from '../../unit/cli/support.js';

export const workspaceId = 'EMU_DOCTOR_canary_DEBUG';
export const apiKey = 'emu_canary-key-51f0';

export const environment: Readonly<Record<string, string>> = {
  MOENGAGE_WORKSPACE_ID: workspaceId,
  MOENGAGE_PERSONALIZE_API_KEY: apiKey,
};

const open: Emulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

/** A workspace with an experience for everybody, one that is paused and one that is scheduled. */
export async function openEmulator(): Promise<Emulator> {
  const audiences = [{ id: '5A', name: 'All Users', variations: [{ id: '1', variables: { Title: 'Hello' } }] }];
  const emulator = await createEmulator({
    config: {
      workspaceId,
      apiKey,
      experiences: [
        { key: 'home-hero', audiences },
        { key: 'promo-strip', status: 'Paused', audiences },
        { key: 'site-banner', status: 'Scheduled', audiences },
      ],
    },
  });
  open.push(emulator);
  return emulator;
}

/** What a visit to the doctor brought: the lines of each check without its name, and how it ended. */
export interface Visit extends Run {
  line(check: string): string;
}

/** `doctor` with these arguments. Whatever it says, it tells no secret. */
export async function visitDoctor(
  args: readonly string[],
  environmentOfIt: Readonly<Record<string, string>> = environment,
  clock: Clock = systemClock,
): Promise<Visit> {
  const visit = await run(['doctor', ...args], environmentOfIt, undefined, clock);
  expect(visit.output + visit.complaints).not.toContain('canary');
  return { ...visit, line: (check) => linesOf(visit.output, check) };
}

/** The lines of one check, without its name. */
export function linesOf(output: string, check: string): string {
  const lines = output.split('\n').filter((line) => line.split(/ +/)[1] === check);
  return lines.map((line) => line.replace(/ +\S+ +/, ' ')).join('\n');
}
