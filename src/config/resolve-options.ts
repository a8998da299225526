import { hasMethods } from '../core/has-methods.js';
import { createSafeLogger, silentLogger } from '../core/logger.js';
import type { Logger } from '../core/logger.js';
import { createSafeObserver } from '../core/observer.js';
import type { Observer, SafeObserver } from '../core/observer.js';
import { isJsonObject } from '../core/json.js';
import { baseUrlVariable, dataCenterVariable, resolveBaseUrl } from './base-url.js';
import { parseCacheControl } from './cache-control-option.js';
import { parseCache } from './cache-options.js';
import { parseContextOptions } from './context-options.js';
import { apiKeyVariable, parseApiKey, parseWorkspaceId, workspaceIdVariable } from './credentials.js';
import { parseDefaults } from './defaults-option.js';
import { defaultRouterPath, parseEvents, parseRouterPath } from './events-options.js';
import { invalidOption, invalidSecret, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseBoolean, parseKeys, parseMilliseconds } from './option-rules.js';
import type { PersonalizeOptions } from './personalize-options.js';
import { parsePreview } from './preview-option.js';
import { parseQuota } from './quota-options.js';
import type { ResolvedOptions } from './resolved-options.js';

/** Environment variables, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Every option's name. A test holds this list, the type and the README's table together. */
export const optionNames: readonly string[] = Object.keys({
  workspaceId: true,
  apiKey: true,
  dataCenter: true,
  baseUrl: true,
  identify: true,
  everyPage: true,
  defaults: true,
  timeoutMs: true,
  timeZone: true,
  queryAttributes: true,
  rememberUtm: true,
  attributes: true,
  clientIp: true,
  clientIpHeaders: true,
  anonymizeIp: true,
  consent: true,
  bots: true,
  prefetch: true,
  breaker: true,
  quota: true,
  cache: true,
  activeKeysOnly: true,
  events: true,
  routerPath: true,
  observer: true,
  retry: true,
  cacheControl: true,
  preview: true,
  serverTiming: true,
  localsKey: true,
  logger: true,
  axios: true,
} satisfies Record<keyof PersonalizeOptions, true>);

export const leastTimeoutMs = 1;
export const mostTimeoutMs = 60_000;
const defaultTimeoutMs = 500;
const defaultLocalsKey = 'personalization';

/** Names on `res.locals` that Express or a view engine reads for its own purposes, or that change an object's parent. */
const takenLocals: readonly string[] = ['settings', 'cache', '_locals', '__proto__', 'constructor', 'prototype'];

function parseLocalsKey(value: unknown): string {
  if (value === undefined) return defaultLocalsKey;
  if (typeof value === 'string' && /^[A-Za-z_$][\w$]*$/.test(value) && !takenLocals.includes(value)) return value;
  throw invalidOption('localsKey', `an identifier other than ${takenLocals.join(', ')}`, value);
}

const hookNames: readonly string[] = Object.keys({
  onCall: true,
  onResolve: true,
  onBreaker: true,
  onDelivery: true,
  onStart: true,
} satisfies Record<keyof Observer, true>);

function parseObserver(value: Observer | undefined): SafeObserver | undefined {
  if (value === undefined) return undefined;
  const hooks: unknown = value;
  if (!isJsonObject(hooks)) throw invalidOption('observer', 'an object of hooks', hooks);
  refuseUnknownNames('observer', hooks, hookNames);
  for (const [name, hook] of Object.entries(hooks)) {
    if (hook !== undefined && typeof hook !== 'function') throw invalidOption(`observer.${name}`, 'a function', hook);
  }
  return createSafeObserver(value);
}

function parseLogger(value: Logger | undefined): Logger {
  if (value === undefined) return silentLogger;
  if (hasMethods(value, 'debug', 'info', 'warn', 'error')) return createSafeLogger(value);
  throw invalidOption('logger', 'an object with debug, info, warn and error', value);
}

function parseAxios(value: PersonalizeOptions['axios']): PersonalizeOptions['axios'] {
  if (value === undefined || (hasMethods(value, 'request') && isJsonObject(value.defaults))) return value;
  throw invalidOption('axios', 'an axios instance', value);
}

function requireOptions(options: unknown): void {
  if (!isJsonObject(options)) throw invalidSecret('createPersonalize(options)', 'an object', options);
  refuseUnknownNames('createPersonalize(options)', options, optionNames);
}

/** An environment variable that is set to nothing is as good as absent. */
function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/**
 * Parses the public options once. Precedence: option, environment, default; `undefined` means absent.
 * @throws PersonalizeError `MOE_OPTION_*`, naming the option, the rule and what was received.
 */
export function resolveOptions(options: PersonalizeOptions, environment: Environment): ResolvedOptions {
  requireOptions(options);
  return Object.freeze({
    workspaceId: parseWorkspaceId(given(options.workspaceId, readVariable(environment, workspaceIdVariable))),
    apiKey: parseApiKey(given(options.apiKey, readVariable(environment, apiKeyVariable))),
    baseUrl: resolveBaseUrl(options.baseUrl, options.dataCenter, {
      baseUrl: readVariable(environment, baseUrlVariable),
      dataCenter: readVariable(environment, dataCenterVariable),
    }),
    everyPage: parseKeys('everyPage', given(options.everyPage, [])),
    defaults: parseDefaults(options.defaults),
    timeoutMs: parseMilliseconds(
      'timeoutMs',
      given(options.timeoutMs, defaultTimeoutMs),
      leastTimeoutMs,
      mostTimeoutMs,
    ),
    breaker: parseBoolean('breaker', given(options.breaker, true)),
    quota: parseQuota(given(options.quota, {})),
    retry: parseBoolean('retry', given(options.retry, true)),
    cache: parseCache(given(options.cache, {})),
    activeKeysOnly: parseBoolean('activeKeysOnly', given(options.activeKeysOnly, false)),
    events: parseEvents(given(options.events, {})),
    routerPath: parseRouterPath(given(options.routerPath, defaultRouterPath)),
    observer: parseObserver(options.observer),
    cacheControl: parseCacheControl(given(options.cacheControl, 'private')),
    preview: parsePreview(options.preview),
    serverTiming: parseBoolean('serverTiming', given(options.serverTiming, environment.NODE_ENV === 'development')),
    localsKey: parseLocalsKey(options.localsKey),
    logger: parseLogger(options.logger),
    axios: parseAxios(options.axios),
    ...parseContextOptions(options),
  });
}
