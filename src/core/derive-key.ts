import { hkdfSync } from 'node:crypto';
import type { Secret } from './secret.js';

const salt = 'express-moengage-personalize';
const keyBytes = 32;

/**
 * A key for one purpose and one workspace, by HKDF-SHA256 (RFC 5869): it tells nothing of the secret, nor of the keys
 * for other purposes and workspaces. The info is JSON, of which a list is unambiguous.
 */
export function deriveKey(secret: Secret, purpose: string, workspaceId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), salt, JSON.stringify([purpose, workspaceId]), keyBytes));
}
