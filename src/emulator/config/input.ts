import type { DayOfWeek } from '../../core/visitor-context.js';
import type { JsonValue } from '../../core/json.js';
import type { BrowserName, DeviceName, OsName } from '../targeting/user-agent.js';

/** The emulator's file, as written by hand. Every member has a default but those marked by no `?`. */
export interface EmulatorConfigInput {
  /** Expected as `MOE-APPKEY` and as the Basic user. Default `EMU_DEBUG`. */
  workspaceId?: string | undefined;
  /** Expected as the Basic password. Begins with `emu_`, so that no real key ends up here. Default `emu_key`. */
  apiKey?: string | undefined;
  /** Profiles that exist. Default none. */
  customers?: readonly CustomerInput[] | undefined;
  /** Name of a country → its CIDR ranges. Default none. */
  countries?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Percent of all visitors who never get an experience. Default 0. */
  globalControlGroup?: number | undefined;
  /** What stands for an asked key that did not match: nothing, or an empty payload. Default `absent`. */
  unmatched?: 'absent' | 'empty' | undefined;
  /** Whether answers list why keys did not match, as newer vendor SDKs expect. Default `false`. */
  failures?: boolean | undefined;
  /** Fetches a minute before 429. Default 10,000. */
  rateLimit?: number | undefined;
  /** Default none. */
  experiences?: readonly ExperienceInput[] | undefined;
}

export interface CustomerInput {
  id: string;
  /** Identity Resolution: other identifiers that lead to this profile, such as `u_em`. */
  identifiers?: Readonly<Record<string, string>> | undefined;
  attributes?: Readonly<Record<string, ScalarInput>> | undefined;
}

export interface ExperienceInput {
  /** 5 to 50 characters. */
  key: string;
  /** Default: the key. */
  name?: string | undefined;
  /** Default `Active`. */
  status?: ExperienceStatus | undefined;
  /** Percent of the matching visitors who get nothing, always the same ones. Default 0. */
  controlGroup?: number | undefined;
  /** The first that matches wins. */
  audiences: readonly AudienceInput[];
}

export type ExperienceStatus = 'Active' | 'Paused' | 'Scheduled';

export interface AudienceInput {
  id: string;
  name: string;
  /** All conditions given must hold; without any, everybody is in it. */
  when?: WhenInput | undefined;
  variations: readonly VariationInput[];
}

export type ScalarInput = string | number | boolean;

/** One value, or several of which one has to match. */
export type OneOfInput = ScalarInput | readonly ScalarInput[];

export interface WhenInput {
  /** Ids of customers. */
  customers?: readonly string[] | undefined;
  /** Whether the visitor is a known customer. */
  identified?: boolean | undefined;
  /** Attributes of the customer's profile. */
  attributes?: Readonly<Record<string, OneOfInput>> | undefined;
  /** In-session attributes of the request: a value, several, or merely whether it is there. */
  session?: Readonly<Record<string, OneOfInput | { present: boolean }>> | undefined;
  days?: readonly DayOfWeek[] | undefined;
  /** Hours 0 to 23, or ranges such as `"18-05"`: both ends belong to it, and it may pass midnight. */
  hours?: string | readonly (number | string)[] | undefined;
  devices?: readonly DeviceName[] | undefined;
  browsers?: readonly BrowserName[] | undefined;
  os?: readonly OsName[] | undefined;
  /** Names from `countries`. */
  countries?: readonly string[] | undefined;
}

export interface VariationInput {
  id: string;
  /** Share of the audience, relative to the other weights. Default 1. */
  weight?: number | undefined;
  /**
   * Variable → its value. `{ value, data_type }` is sent as it stands and `{ bare }` without a type; of anything else the
   * type is told from the value.
   */
  variables: Readonly<Record<string, JsonValue>>;
}
