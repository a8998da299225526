import { isIP } from 'node:net';

import { recordOf } from '../../core/record.js';
import { compileConditions } from '../targeting/condition.js';
import { toWire } from '../targeting/variable.js';
import { problemsError } from '../error.js';
import { breachesOf } from '../schema-rules.js';
import type { RuleBreach } from '../schema-rules.js';
import type { Audience, EmulatedExperience, EmulatorConfig } from './config.js';
import { crossCheck } from './cross-check.js';
import type { AudienceInput, EmulatorConfigInput, ExperienceInput } from './input.js';
import { blockListOf, configSchema, defaultApiKey, defaultRateLimit, defaultWorkspaceId } from './schema.js';

function compileAudience({ id, name, when = {}, variations }: AudienceInput): Audience {
  return {
    id,
    name,
    conditions: compileConditions(when),
    variations: variations.map((variation) => ({
      id: variation.id,
      weight: variation.weight ?? 1,
      payload: recordOf(Object.entries(variation.variables).map(([variable, value]) => [variable, toWire(value)])),
    })),
  };
}

function compileExperience({ key, name, status, controlGroup, audiences }: ExperienceInput): EmulatedExperience {
  return {
    key,
    name: name ?? key,
    status: status ?? 'Active',
    controlGroup: controlGroup ?? 0,
    audiences: audiences.map(compileAudience),
  };
}

function compileCountries(countries: Readonly<Record<string, readonly string[]>>): EmulatorConfig['countriesOf'] {
  const lists = Object.entries(countries).map(([name, ranges]) => ({ name, list: blockListOf(ranges) }));
  return (address) => {
    const family = isIP(address);
    if (family === 0) return [];
    return lists.filter(({ list }) => list.check(address, family === 4 ? 'ipv4' : 'ipv6')).map(({ name }) => name);
  };
}

function compileConfig(input: EmulatorConfigInput): EmulatorConfig {
  return Object.freeze({
    workspaceId: input.workspaceId ?? defaultWorkspaceId,
    apiKey: input.apiKey ?? defaultApiKey,
    customers: (input.customers ?? []).map(({ id, identifiers = {}, attributes = {} }) => ({
      id,
      identifiers,
      attributes,
    })),
    countriesOf: compileCountries(input.countries ?? {}),
    globalControlGroup: input.globalControlGroup ?? 0,
    unmatched: input.unmatched ?? 'absent',
    failures: input.failures ?? false,
    rateLimit: input.rateLimit ?? defaultRateLimit,
    experiences: (input.experiences ?? []).map(compileExperience),
  });
}

export type ConfigOutcome =
  | { readonly ok: true; readonly config: EmulatorConfig }
  | { readonly ok: false; readonly breaches: readonly RuleBreach[] };

/** Parses without throwing, with the paths that a reader of YAML needs to find lines. */
export function readConfig(input: unknown): ConfigOutcome {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) return { ok: false, breaches: breachesOf(parsed.error, input) };
  const breaches = crossCheck(parsed.data);
  return breaches.length === 0 ? { ok: true, config: compileConfig(parsed.data) } : { ok: false, breaches };
}

/**
 * Parses the emulator's configuration, as YAML or JSON gives it.
 * @throws EmulatorError `MOE_EMULATOR_CONFIG` with every problem: its path, the rule and what was received.
 */
export function parseEmulatorConfig(input: unknown): EmulatorConfig {
  const outcome = readConfig(input);
  if (outcome.ok) return outcome.config;
  throw problemsError(
    'MOE_EMULATOR_CONFIG',
    'The emulator configuration',
    outcome.breaches.map(({ problem }) => problem),
  );
}
