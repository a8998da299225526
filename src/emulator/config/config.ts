import type { JsonValue } from '../../core/json.js';
import type { Condition } from '../targeting/condition.js';
import type { Profile } from '../targeting/profiles.js';
import type { ExperienceStatus } from './input.js';

export interface Variation {
  readonly id: string;
  readonly weight: number;
  /** As they go on the wire. */
  readonly payload: Readonly<Record<string, JsonValue>>;
}

export interface Audience {
  readonly id: string;
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly variations: readonly Variation[];
}

export interface EmulatedExperience {
  readonly key: string;
  readonly name: string;
  readonly status: ExperienceStatus;
  readonly controlGroup: number;
  readonly audiences: readonly Audience[];
}

/** The emulator's configuration, parsed once: nothing is missing, nothing is wrong. */
export interface EmulatorConfig {
  readonly workspaceId: string;
  readonly apiKey: string;
  readonly customers: readonly Profile[];
  /** Names of the countries that an address belongs to. */
  readonly countriesOf: (address: string) => readonly string[];
  readonly globalControlGroup: number;
  readonly unmatched: 'absent' | 'empty';
  readonly failures: boolean;
  readonly rateLimit: number;
  readonly experiences: readonly EmulatedExperience[];
}
