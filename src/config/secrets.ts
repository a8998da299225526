import { leastSecretLength, Secret } from '../core/secret.js';
import { invalidOption, invalidSecret } from '../core/option-errors.js';

const mostSecrets = 10;

function parseSecret(name: string, value: unknown): Secret {
  if (typeof value === 'string' && value.length >= leastSecretLength) return new Secret(value);
  throw invalidSecret(name, `a string of at least ${leastSecretLength} characters`, value);
}

/** One secret, or several, of which the first seals and all open. */
export function parseSecrets(name: string, value: unknown): readonly [Secret, ...Secret[]] {
  if (!Array.isArray(value)) return [parseSecret(name, value)];
  const [first, ...others]: readonly unknown[] = Array.from<unknown>(value);
  if (value.length === 0 || value.length > mostSecrets) throw invalidOption(name, `1 to ${mostSecrets} strings`, value);
  return [
    parseSecret(`${name}[0]`, first),
    ...others.map((secret, index) => parseSecret(`${name}[${index + 1}]`, secret)),
  ];
}
