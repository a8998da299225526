import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator, EmulatorConfigInput, ExperienceInput } from 'express-moengage-personalize/emulator';
import { systemClock } from '../../../src/core/clock.js';
import type { Clock } from '../../../src/core/clock.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { run } from './support.js';
import type { Run } from './support.js';

export const credentials = { MOENGAGE_WORKSPACE_ID: 'EMU_TYPES_DEBUG', MOENGAGE_PERSONALIZE_API_KEY: 'emu_types' };

export const forAll = (...variables: Record<string, string | number>[]): ExperienceInput['audiences'] => [
  { id: '5A', name: 'All Users', variations: variables.map((each, index) => ({ id: String(index), variables: each })) },
];

export const hero: ExperienceInput = {
  key: 'home-hero',
  name: 'Home hero',
  audiences: forAll({ Title: 'Hello', Price: 3 }),
};

export const gold: ExperienceInput = {
  key: 'gold-offer',
  audiences: [
    {
      id: '7C',
      name: 'Gold',
      when: { customers: ['user_8821'] },
      variations: [{ id: '1', variables: { Percent: 20 } }],
    },
  ],
};

const open: Emulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

export async function openWorkspace(...experiences: ExperienceInput[]): Promise<Emulator> {
  const config: EmulatorConfigInput = {
    workspaceId: credentials.MOENGAGE_WORKSPACE_ID,
    apiKey: credentials.MOENGAGE_PERSONALIZE_API_KEY,
    customers: [{ id: 'user_8821' }],
    experiences,
  };
  const emulator = await createEmulator({ config });
  open.push(emulator);
  return emulator;
}

const dayOf = (day: string): Clock => ({ ...systemClock, now: () => Date.parse(`${day}T12:00:00Z`) });

export const types = (
  { baseUrl }: Emulator,
  out: string,
  args: readonly string[] = [],
  day = '2026-11-25',
): Promise<Run> => run(['types', '--base-url', baseUrl, '--out', out, ...args], credentials, undefined, dayOf(day));

export const newFile = (): string => join(createTemporaryFolder('types'), 'personalize.d.ts');
export const read = (file: string): string => readFileSync(file, 'utf8');
