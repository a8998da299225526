import { z } from 'zod';

import { nearestName } from '../core/nearest-name.js';
import type { ConfigProblem } from './error.js';

function describeUnknown(names: readonly string[], known: readonly string[]): string {
  return names
    .map((name) => {
      const meant = nearestName(name, known);
      const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
      return `there is no ${JSON.stringify(name)}: ${hint}`;
    })
    .join('; ');
}

/** An object that refuses unknown names, and says which one was probably meant. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? describeUnknown(issue.keys, Object.keys(shape)) : undefined,
  });
}

/** One of these names, exactly; the error suggests the nearest. */
export function oneOf<const Names extends readonly [string, ...string[]]>(
  names: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> {
  return z.enum(names, {
    error: (issue) => {
      const meant = typeof issue.input === 'string' ? nearestName(issue.input, names) : undefined;
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      return `must be one of ${names.join(', ')}${hint}`;
    },
  });
}

const maxShown = 60;

/** What was received, short: strings and numbers as they are, of anything larger the kind. */
function showValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

/** `experiences[0].key` of its parts. */
export function joinPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, part) => {
    if (typeof part === 'number') return `${joined}[${part}]`;
    return joined === '' ? String(part) : `${joined}.${String(part)}`;
  }, '');
}

export interface RuleBreach {
  readonly path: readonly PropertyKey[];
  readonly problem: ConfigProblem;
}

/** Names whose values no message may show. */
const secretNames: readonly PropertyKey[] = ['apiKey'];

function valueAt(path: readonly PropertyKey[], input: unknown): unknown {
  return path.reduce<unknown>(
    (parent, part) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, part) : undefined),
    input,
  );
}

function ruleOf(issue: z.core.$ZodIssue): string {
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return message.replace(/^Invalid input: expected (.+), received .+$/, 'must be of type $1');
}

/** The rule and what was received. Unknown names are about the object that holds them, which tells nothing. */
function describeIssue(issue: z.core.$ZodIssue, input: unknown): string {
  const rule = ruleOf(issue);
  if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key') return rule;
  const value = valueAt(issue.path, input);
  if (value === undefined) return `is missing: ${rule}`;
  const isSecret = secretNames.includes(issue.path.at(-1) ?? '');
  return `${rule}; received ${isSecret ? `a ${typeof value}` : showValue(value)}`;
}

/** What a schema found wrong, each with its path, the rule and what was received. */
export function breachesOf(error: z.ZodError, input: unknown): readonly RuleBreach[] {
  return error.issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
    return { path, problem: { path: joinPath(issue.path), message: describeIssue(issue, input), line: undefined } };
  });
}
