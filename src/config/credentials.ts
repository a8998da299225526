import { hasControlCharacter } from '../core/text.js';
import { Secret } from '../core/secret.js';
import { invalidSecret, missingOption } from '../core/option-errors.js';

export const workspaceIdVariable = 'MOENGAGE_WORKSPACE_ID';
export const apiKeyVariable = 'MOENGAGE_PERSONALIZE_API_KEY';

function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value === value.trim() && !hasControlCharacter(value);
}

/** Opaque but for what Basic authentication and a header forbid. */
export function parseWorkspaceId(value: unknown): string {
  if (value === undefined) {
    throw missingOption('workspaceId', `give it as an option or as ${workspaceIdVariable}`);
  }
  if (isPlain(value) && !value.includes(':')) return value;
  // Credentials are often kept as one text, "id:key", and are given as such by mistake.
  throw invalidSecret(
    'workspaceId',
    'a string without colon, control character or surrounding space, and not empty',
    value,
  );
}

export function parseApiKey(value: unknown): Secret {
  if (value === undefined) throw missingOption('apiKey', `give it as an option or as ${apiKeyVariable}`);
  if (isPlain(value)) return new Secret(value);
  // A key read from a file often ends in a line break, which no server would accept.
  throw invalidSecret('apiKey', 'a string without control character or surrounding space, and not empty', value);
}
