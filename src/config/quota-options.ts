import { hasMethods } from '../core/has-methods.js';
import { isJsonObject } from '../core/json.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseInteger } from './option-rules.js';
import type { QuotaOptions } from './personalize-options.js';
import type { ResolvedQuotaOptions } from './resolved-options.js';

const defaultPerMinute = 10_000;
const mostPerMinute = 10_000_000;
const defaultProcesses = 10;
const mostProcesses = 10_000;

const quotaOptionNames = Object.keys({
  perMinute: true,
  store: true,
  processes: true,
} satisfies Record<keyof QuotaOptions, true>);

function isQuotaStore(value: unknown): value is NonNullable<QuotaOptions['store']> {
  return hasMethods(value, 'open');
}

function parseStore(value: unknown): QuotaOptions['store'] {
  if (value === undefined || isQuotaStore(value)) return value;
  throw invalidOption('quota.store', 'a quota store, such as createRedisStores({ client, prefix }).quota', value);
}

/** The `quota` option; `undefined` for `false`. */
export function parseQuota(value: unknown): ResolvedQuotaOptions | undefined {
  if (value === false) return undefined;
  if (!isJsonObject(value)) throw invalidOption('quota', 'false or { perMinute, store, processes }', value);
  refuseUnknownNames('quota', value, quotaOptionNames);
  return Object.freeze({
    perMinute: parseInteger('quota.perMinute', given(value.perMinute, defaultPerMinute), 1, mostPerMinute),
    store: parseStore(value.store),
    processes: parseInteger('quota.processes', given(value.processes, defaultProcesses), 1, mostProcesses),
  });
}
