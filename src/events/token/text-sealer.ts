import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Encrypts and authenticates texts. Nothing in it throws. */
export interface TextSealer {
  /** `undefined` for a text too long for a token. */
  seal(text: string): string | undefined;
  /** `undefined` for whatever was not sealed with one of the keys. */
  open(token: string): string | undefined;
}

/** Thirty-two bytes each. */
export interface SealingKey {
  readonly key: Buffer;
  /** For the mark by which a token's own key is known. */
  readonly check: Buffer;
}

/** Far more than a context has, and four such tokens fit into what a browser may send at once. */
const maxTokenLength = 8_192;

const algorithm = 'aes-256-gcm';
const version = Buffer.of(1);
const checkBytes = 4;
const headerBytes = version.length + checkBytes;
const nonceBytes = 12;
const tagBytes = 16;
const leastBytes = headerBytes + nonceBytes + tagBytes;

interface RingKey {
  readonly key: KeyObject;
  readonly check: Buffer;
}

/** The bytes of a token in its one spelling; decoders take others, too. */
function decodeToken(token: string): Buffer | undefined {
  if (token.length > maxTokenLength) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length < leastBytes || !bytes.subarray(0, version.length).equals(version)) return undefined;
  return bytes.toString('base64url') === token ? bytes : undefined;
}

/**
 * Tells which key sealed a token, and nothing to who has none of them. It does not protect the token, as GCM's tag does:
 * a decryption that fails costs ten times as much, and whoever sends forged tokens would have us make many.
 */
function checkOf({ check }: RingKey, body: Buffer): Buffer {
  return hash('sha256', Buffer.concat([check, body]), 'buffer').subarray(0, checkBytes);
}

/** A random nonce is safe for some four thousand million tokens of one key (NIST SP 800-38D, 8.3). */
function sealBytes(key: RingKey, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.key, nonce, { authTagLength: tagBytes }).setAAD(version);
  const sealed = cipher.update(text, 'utf8');
  cipher.final();
  const body = Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  return Buffer.concat([version, checkOf(key, body), body]);
}

function openBody({ key }: RingKey, body: Buffer): string | undefined {
  const nonce = body.subarray(0, nonceBytes);
  const sealed = body.subarray(nonceBytes, -tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(version);
    decipher.setAuthTag(body.subarray(-tagBytes));
    const text = decipher.update(sealed);
    // Only what this lets pass is what was sealed.
    decipher.final();
    return text.toString('utf8');
  } catch {
    return undefined;
  }
}

/** The first key seals, all of them open. */
export function createTextSealer(sealing: SealingKey, others: readonly SealingKey[]): TextSealer {
  const toRingKey = ({ key, check }: SealingKey): RingKey => ({ key: createSecretKey(key), check });
  const first = toRingKey(sealing);
  const ring = [first, ...others.map(toRingKey)];

  return {
    seal(text) {
      const token = sealBytes(first, text).toString('base64url');
      return token.length <= maxTokenLength ? token : undefined;
    },
    open(token) {
      const bytes = decodeToken(token);
      if (bytes === undefined) return undefined;
      const check = bytes.subarray(version.length, headerBytes);
      const body = bytes.subarray(headerBytes);
      for (const key of ring) {
        const text = checkOf(key, body).equals(check) ? openBody(key, body) : undefined;
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}
