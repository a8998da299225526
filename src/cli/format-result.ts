import type { FetchedExperience } from '../client/decode-fetch.js';
import type { FetchResult } from '../client/personalize-client.js';
import { printable } from './printable.js';

function formatExperience({ key, variables, context }: FetchedExperience): string {
  const { moe_variation_id: variation, audience_name: audience } = context;
  const width = Math.max(...Object.keys(variables).map((name) => name.length));
  const lines = Object.entries(variables).map(
    ([name, value]) => `  ${printable(name).padEnd(width)}  ${JSON.stringify(value)}`,
  );
  const about = `variation ${JSON.stringify(variation ?? null)}, audience ${JSON.stringify(audience ?? null)}`;
  return [`${printable(key)}: matched, ${about}`, ...lines].join('\n');
}

/** The result for people: each key with its variables, or why it has none. */
export function formatResult(keys: readonly string[], { experiences, dropped, failures, errors }: FetchResult): string {
  const came = new Set([...experiences, ...dropped].map(({ key }) => key));
  const failed = new Set(errors.flatMap((error) => (error.keys === 'all' ? [] : error.keys)));
  const reasonOf = (key: string): string => failures.find((failure) => failure.keys.includes(key))?.reason ?? '';
  const unmatched = keys.filter((key) => !came.has(key) && !failed.has(key));
  const blocks = [
    ...experiences.map(formatExperience),
    ...dropped.map(({ key, problem }) => `${printable(key)}: dropped, ${problem}`),
    ...unmatched.map((key) => `${key}: not matched ${reasonOf(key)}`.trimEnd()),
  ];
  return blocks.length === 0 ? 'nothing matched' : blocks.join('\n\n');
}
