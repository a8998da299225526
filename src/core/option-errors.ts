import { nearestName } from './nearest-name.js';
import { PersonalizeError } from './errors.js';

const maxShown = 60;

/** A value as an error message shows it: its kind, and its beginning where that helps. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > maxShown ? `${value.slice(0, maxShown)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** `name` breaks `rule`. The value is shown; for a secret use `invalidSecret`. */
export function invalidOption(name: string, rule: string, value: unknown): PersonalizeError {
  return new PersonalizeError('MOE_OPTION_INVALID', `${name} must be ${rule}; received ${describeValue(value)}`);
}

/** As `invalidOption`, for a value that must not be shown. */
export function invalidSecret(name: string, rule: string, value: unknown): PersonalizeError {
  return new PersonalizeError('MOE_OPTION_INVALID', `${name} must be ${rule}; received a ${typeof value}, not shown`);
}

export function missingOption(name: string, remedy: string): PersonalizeError {
  return new PersonalizeError('MOE_OPTION_MISSING', `${name} is missing: ${remedy}`);
}

export function conflictingOptions(names: string, rule: string): PersonalizeError {
  return new PersonalizeError('MOE_OPTION_CONFLICT', `${names} contradict each other: ${rule}`);
}

export function insecureOption(name: string, rule: string): PersonalizeError {
  return new PersonalizeError('MOE_OPTION_INSECURE', `${name} is refused: ${rule}`);
}

/** Throws for the first name that is not known, with the one that was probably meant. */
export function refuseUnknownNames(owner: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const meant = nearestName(name, known);
    const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
    throw new PersonalizeError('MOE_OPTION_UNKNOWN', `${owner} has no ${describeValue(name)}: ${hint}`);
  }
}
