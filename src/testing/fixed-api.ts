import axios from 'axios';
import type { AxiosAdapter, AxiosInstance } from 'axios';
import { isJsonObject, parseJson } from '../core/json.js';
import type { JsonValue } from '../core/json.js';
import { recordOf } from '../core/record.js';

/** What the package asks the API, as it goes over the wire: `identifiers`, `DAY_OF_THE_WEEK`, `utm_source`, …; see "What is sent" in the README. */
export type Question = Readonly<Record<string, unknown>>;

type FixedVariables = Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;

/** Variables of each key that is matched, by key; or a function that says so for one question. A throw is an API out of reach. */
export type FixedExperiences = FixedVariables | ((question: Question) => FixedVariables);

/** All that an impression has to say of its experience. */
const contextOf = (key: string): Readonly<Record<string, string>> => ({
  cid: `test_${key}`,
  experience: key,
  moe_locale_id: '0',
  moe_variation_id: '1',
  audience_name: 'Everybody',
  audience_id: 'test',
});

/** The members that were asked for; all of them where none were named. */
function pick(all: FixedExperiences, question: Question): object {
  const known = typeof all === 'function' ? all(question) : all;
  const keys = Array.isArray(question.experience_key) ? question.experience_key.map(String) : Object.keys(known);
  const matched = keys.filter((key) => Object.hasOwn(known, key));
  return recordOf(matched.map((key) => [key, { payload: known[key], experience_context: contextOf(key) }]));
}

function listKeys(all: FixedExperiences): object {
  const keys = typeof all === 'function' ? [] : Object.keys(all);
  const experiences = keys.map((key) => ({ experience_key: key, experience_name: key, status: 'Active' }));
  return { metadata: { experiences } };
}

export interface FixedApi {
  /** For the `axios` option. */
  readonly axios: AxiosInstance;
  /** Every question so far, in order. */
  readonly questions: Question[];
}

/** An API in the place of the network: it answers at once, and takes all events. */
export function createFixedApi(experiences: () => FixedExperiences): FixedApi {
  const questions: Question[] = [];

  const answer = (url: string, data: unknown): object => {
    if (url.includes('/experiences/metadata')) return listKeys(experiences());
    if (!url.endsWith('/experiences/fetch')) return { status: 'success' };
    const body = parseJson(String(data));
    const question = isJsonObject(body) ? body : {};
    questions.push(question);
    return { experiences: pick(experiences(), question) };
  };

  const adapter: AxiosAdapter = (config) =>
    // As from a network, later than the question.
    Promise.resolve().then(() => ({
      data: JSON.stringify(answer(config.url ?? '', config.data)),
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
    }));
  return { axios: axios.create({ adapter }), questions };
}
