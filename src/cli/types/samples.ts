import { readFile } from 'node:fs/promises';
import type { FetchContext } from '../../client/encode-fetch.js';
import { parseQuery } from '../../client/parse-query.js';
import { invalidOption, refuseUnknownNames } from '../../core/option-errors.js';
import { isJsonObject, parseJson } from '../../core/json.js';
import type { LocalTime } from '../../core/visitor-context.js';

type Moment = Pick<LocalTime, 'dayOfWeek' | 'hourOfDay'>;

/** When a sample visitor comes that says nothing else: through day and week, and at the same times in each run. */
const moments: readonly Moment[] = [
  { dayOfWeek: 'Monday', hourOfDay: '08' },
  { dayOfWeek: 'Wednesday', hourOfDay: '13' },
  { dayOfWeek: 'Friday', hourOfDay: '19' },
  { dayOfWeek: 'Sunday', hourOfDay: '23' },
];

const memberNames: readonly string[] = Object.keys({
  identity: true,
  ipAddress: true,
  userAgent: true,
  attributes: true,
  dayOfWeek: true,
  hourOfDay: true,
} satisfies Record<keyof FetchContext, true>);

/** Each is asked for at four moments, 25 keys a call. */
const maxSamples = 100;

function isContext(value: unknown): value is FetchContext {
  return isJsonObject(value);
}

/** The visitors of a file: a list of what `fetchExperiences` takes besides keys. */
function parseSamples(text: string): readonly FetchContext[] {
  const list = parseJson(text);
  if (!Array.isArray(list)) throw invalidOption('--sample', 'a JSON file with a list of visitors', list);
  const items: readonly unknown[] = list;
  return items.map((item, index) => {
    if (!isContext(item)) throw invalidOption(`--sample[${index}]`, 'an object', item);
    refuseUnknownNames(`--sample[${index}]`, item, memberNames);
    return parseQuery({ ...item, keys: [] });
  });
}

/** A visitor who says when it comes, comes then; any other at four moments. */
function atMoments(visitor: FetchContext): readonly FetchContext[] {
  if (visitor.dayOfWeek !== undefined || visitor.hourOfDay !== undefined) return [visitor];
  return moments.map((moment) => ({ ...visitor, ...moment }));
}

/**
 * All that is asked for: an anonymous visitor, these customers, and the visitors of the file.
 * @throws PersonalizeError `MOE_OPTION_*` for a file of something else; and the system's own error for one that is not there.
 */
export async function readSamples(customers: readonly string[] = [], file?: string): Promise<readonly FetchContext[]> {
  const fromFile = file === undefined ? [] : parseSamples(await readFile(file, 'utf8'));
  const visitors: readonly FetchContext[] = [
    {},
    ...customers.map((customerId) => ({ identity: { customerId } })),
    ...fromFile,
  ];
  if (visitors.length > maxSamples) {
    throw invalidOption('--customer and --sample', `at most ${maxSamples - 1} visitors together`, visitors);
  }
  return visitors.flatMap(atMoments);
}
