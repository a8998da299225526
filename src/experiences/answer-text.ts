import { decodeFetch } from '../client/decode-fetch.js';
import type { FetchedExperience } from '../client/decode-fetch.js';
import { isJsonObject, parseJson } from '../core/json.js';
import { recordOf } from '../core/record.js';
import type { CachedAnswer } from './answer-cache.js';

/** An answer as it is kept outside of the process. */
export interface KeptAnswer extends CachedAnswer {
  /** The last milliseconds of its life, in which it is no longer fresh. */
  readonly staleMs: number;
}

/** As the wire has it, each value in an object of its own: a value that is an object would else be taken for such a one. */
function toWire({ variables, context }: FetchedExperience): object {
  const payload = recordOf(Object.entries(variables).map(([name, value]) => [name, { value }] as const));
  return { payload, experience_context: context };
}

export function writeAnswer({ experience, staleMs }: KeptAnswer): string {
  return JSON.stringify({ staleMs, experience: experience ? toWire(experience) : null });
}

/** `undefined` for what `writeAnswer` has not written. Read as warily as what comes over the network. */
export function readAnswer(text: string, key: string): KeptAnswer | undefined {
  const kept = parseJson(text);
  if (!isJsonObject(kept) || typeof kept.staleMs !== 'number' || !Number.isFinite(kept.staleMs)) return undefined;
  const { staleMs } = kept;
  if (kept.experience === null) return { experience: undefined, staleMs };
  const experience = decodeFetch({ experiences: { [key]: kept.experience } })?.experiences.get(key);
  return experience && { experience, staleMs };
}
