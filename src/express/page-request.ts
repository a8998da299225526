import { given, isExperienceKey, parseKeys, parseMilliseconds } from '../config/option-rules.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import { leastTimeoutMs, mostTimeoutMs } from '../config/resolve-options.js';
import type { KeyOf } from '../core/experience.js';
import { isJsonObject } from '../core/json.js';
import type { Keys } from '../client/fetch-chunks.js';

/** What a route asks for, in full. */
export interface PageRequest<E extends object> {
  /** Experience keys, or `'all'` for everything that the visitor matches. An empty list never means that. */
  readonly keys: readonly KeyOf<E>[] | 'all';
  /**
   * Who waits for the answer. `'handler'`: the next handler does not run before it is there. `'render'`: the handler
   * runs beside the call, and `res.render` waits. Default: `'handler'`.
   */
  readonly wait?: 'handler' | 'render' | undefined;
  /** Budget of this route's resolution, in milliseconds: 1 to 60,000. Default: the `timeoutMs` option. */
  readonly timeoutMs?: number | undefined;
}

/** A route's request, parsed. */
export interface ParsedPageRequest {
  readonly keys: Keys;
  readonly wait: 'handler' | 'render';
  /** `undefined`: the client's own. */
  readonly timeoutMs: number | undefined;
}

function parseWait(value: unknown): 'handler' | 'render' {
  if (value === 'handler' || value === 'render') return value;
  throw invalidOption('personalize({ wait })', "'handler' or 'render'", value);
}

function parseFullRequest(request: Readonly<Record<string, unknown>>): ParsedPageRequest {
  refuseUnknownNames('personalize({ … })', request, ['keys', 'wait', 'timeoutMs']);
  const { keys, wait, timeoutMs } = request;
  return {
    keys: keys === 'all' ? keys : parseKeys('personalize({ keys })', keys),
    wait: parseWait(given(wait, 'handler')),
    timeoutMs:
      timeoutMs === undefined
        ? undefined
        : parseMilliseconds('personalize({ timeoutMs })', timeoutMs, leastTimeoutMs, mostTimeoutMs),
  };
}

/**
 * The arguments of `personalize(…)`; `undefined` for none, which asks for nothing.
 * @throws PersonalizeError `MOE_OPTION_*`, when the route is made and not when it is visited.
 */
export function parsePageRequest(args: readonly unknown[]): ParsedPageRequest | undefined {
  if (args.length === 0) return undefined;
  if (args.some((argument) => typeof argument === 'function')) {
    throw invalidOption('personalize', 'called where it is used: app.use(personalize())', args[0]);
  }
  const [first] = args;
  if (args.length === 1 && isJsonObject(first)) return parseFullRequest(first);
  return { keys: parseKeys('personalize(…)', args), wait: 'handler', timeoutMs: undefined };
}

/** Keys that a handler asks for while it runs; what is no key is left out, since a page must not fail for it. */
export function usableKeys(keys: readonly unknown[]): readonly string[] {
  return keys.filter(isExperienceKey);
}
