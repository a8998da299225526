import axios from 'axios';
import type { AxiosInstance, InternalAxiosRequestConfig } from 'axios';
import { isJsonObject, parseJson } from '../../../src/core/json.js';
import type { FakeClock } from '../../support/fake-clock.js';

/** How an API answers a question, given how many came before. */
export type Mood = 'answer' | 'late' | 'malformed' | 'half' | 'error' | 'broken';

export interface CrowdApi {
  /** For the `axios` option; it never goes to the network. */
  readonly axios: AxiosInstance;
  readonly asked: () => number;
}

/** Later than any page waits, and within what a cache still takes. */
const lateMs = 60;

const experienceOf = (marker: string) => ({
  payload: { Title: { value: marker, data_type: 'string' } },
  experience_context: { cid: marker },
});

function readQuestion(data: unknown) {
  const body = parseJson(String(data));
  if (!isJsonObject(body)) throw new Error('no question');
  const { identifiers, experience_key: keys, utm_source: source } = body;
  const customer = isJsonObject(identifiers) ? identifiers.customer_id : undefined;
  const who = `${String(customer)} ${String(source)}`;
  return { who, keys: Array.isArray(keys) ? keys.map(String) : [] };
}

/** An API whose variations name the workspace, the visitor and the key that they are for, and nobody else may see. */
export function createCrowdApi(workspace: string, clock: FakeClock, moodOf: (asked: number) => Mood): CrowdApi {
  let asked = 0;
  const adapter = async (config: InternalAxiosRequestConfig) => {
    const mood = moodOf(asked++);
    const { who, keys } = readQuestion(config.data);
    // Who answers takes a while, in which others ask.
    await new Promise<void>((resolve) => {
      clock.after(mood === 'late' ? lateMs : 2, resolve);
    });
    if (mood === 'broken') throw new Error('socket hang up');
    const told = mood === 'half' ? keys.slice(1) : keys;
    const experiences = Object.fromEntries(told.map((key) => [key, experienceOf(`${workspace} ${who} ${key}`)]));
    const text = JSON.stringify({ experiences });
    return {
      data: mood === 'malformed' ? text.slice(0, -20) : text,
      status: mood === 'error' ? 503 : 200,
      statusText: '',
      headers: {},
      config,
    };
  };
  return { axios: axios.create({ adapter }), asked: () => asked };
}
