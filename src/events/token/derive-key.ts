import { deriveKey } from '../../core/derive-key.js';
import { Secret } from '../../core/secret.js';

export { deriveKey } from '../../core/derive-key.js';

/** What tokens are sealed with where no secret was given: made from the API key, which can't be found from it. */
export function deriveEventSecret(apiKey: Secret, workspaceId: string): Secret {
  return new Secret(deriveKey(apiKey, 'event secret', workspaceId).toString('base64url'));
}
