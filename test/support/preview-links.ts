import { createPreviewSealer } from '../../src/core/preview-token.js';
import type { Preview } from '../../src/core/preview-token.js';
import { Secret } from '../../src/core/secret.js';

/** The secret of the tests' sites. */
export const previewSecret = 'preview-secret-of-tests';

/** A token that is good for an hour from now, unless told otherwise. */
export function previewToken(
  forced: Preview['forced'],
  {
    explain = false,
    secret = previewSecret,
    workspaceId = 'EMU_TEST_DEBUG',
    now = Date.now(),
    ttlSeconds = 3_600,
  }: {
    readonly explain?: boolean;
    readonly secret?: string;
    readonly workspaceId?: string;
    readonly now?: number;
    readonly ttlSeconds?: number;
  } = {},
): string {
  const sealer = createPreviewSealer([new Secret(secret)], { clock: { now: () => now }, workspaceId });
  const expires = Math.floor(now / 1_000) + ttlSeconds;
  return sealer.seal({ forced, explain, expires }) ?? 'too long';
}
