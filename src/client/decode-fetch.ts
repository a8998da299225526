import type { ExperienceContext, Variables } from '../core/experience.js';
import { isFrozenJson, isJsonObject } from '../core/json.js';
import type { JsonValue } from '../core/json.js';
import { createRecord } from '../core/record.js';
import { decodeValue } from './decode-value.js';

/** A variation that the visitor got. Frozen. */
export interface FetchedExperience {
  readonly key: string;
  readonly variables: Variables;
  readonly context: ExperienceContext;
}

/** An experience in the answer that could not be read; its siblings were. */
export interface DroppedExperience {
  readonly key: string;
  readonly problem: string;
}

/** What the API itself says about keys that it could not personalize: `USER_NOT_IN_SEGMENT`, `EXPERIENCE_EXPIRED`… */
export interface ExperienceFailure {
  readonly reason: string;
  readonly keys: readonly string[];
}

export interface DecodedFetch {
  /** Matched experiences by key. A key that is absent, or whose payload is empty, did not match. */
  readonly experiences: ReadonlyMap<string, FetchedExperience>;
  readonly dropped: readonly DroppedExperience[];
  readonly failures: readonly ExperienceFailure[];
}

/** More variables than anybody defines by hand; each costs every page about a microsecond. */
const maxVariables = 1_000;

type DecodedExperience =
  | { readonly kind: 'matched'; readonly experience: FetchedExperience }
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'dropped'; readonly problem: string };

function decodePayload(payload: Readonly<Record<string, unknown>>): Variables {
  const variables = createRecord<JsonValue>();
  for (const name of Object.keys(payload)) {
    const value = decodeValue(payload[name]);
    // Copied by hand onto the caller's objects sooner or later; there it would be a parent, not a variable.
    if (value !== undefined && name !== '__proto__') variables[name] = value;
  }
  return Object.freeze(variables);
}

/** The context, whole and opaque. One that is missing or no object cannot be reported, but its variation can be shown. */
function decodeContext(raw: unknown): ExperienceContext {
  return isFrozenJson(raw) && isJsonObject(raw) ? raw : Object.freeze({});
}

function decodeExperience(key: string, raw: unknown): DecodedExperience {
  if (raw === null) return { kind: 'unmatched' };
  if (!isJsonObject(raw)) return { kind: 'dropped', problem: 'it is not an object' };
  const { payload } = raw;
  if (payload === undefined || payload === null) return { kind: 'unmatched' };
  if (!isJsonObject(payload)) return { kind: 'dropped', problem: 'its payload is not an object' };
  const size = Object.keys(payload).length;
  if (size === 0) return { kind: 'unmatched' };
  if (size > maxVariables) return { kind: 'dropped', problem: `it has more than ${maxVariables} variables` };
  const variables = decodePayload(payload);
  if (Object.keys(variables).length === 0) return { kind: 'dropped', problem: 'no value of its payload can be read' };
  return {
    kind: 'matched',
    experience: Object.freeze({ key, variables, context: decodeContext(raw.experience_context) }),
  };
}

function decodeFailure(raw: unknown): readonly ExperienceFailure[] {
  if (!isJsonObject(raw) || typeof raw.reason !== 'string') return [];
  const keys: unknown = raw.experienceKeys;
  const strings = Array.isArray(keys) ? keys.filter((key: unknown) => typeof key === 'string') : [];
  return [{ reason: raw.reason, keys: strings }];
}

/** A 200 of the fetch endpoint, or `undefined` where it is none that we know. Unknown members are let pass. */
export function decodeFetch(body: unknown): DecodedFetch | undefined {
  if (!isJsonObject(body) || !isJsonObject(body.experiences)) return undefined;
  const experiences = new Map<string, FetchedExperience>();
  const dropped: DroppedExperience[] = [];
  for (const key of Object.keys(body.experiences)) {
    const decoded = decodeExperience(key, body.experiences[key]);
    if (decoded.kind === 'matched') experiences.set(key, decoded.experience);
    if (decoded.kind === 'dropped') dropped.push({ key, problem: decoded.problem });
  }
  const failures: unknown = body.failures;
  return { experiences, dropped, failures: Array.isArray(failures) ? failures.flatMap(decodeFailure) : [] };
}
