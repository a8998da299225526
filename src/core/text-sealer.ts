import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Encrypts and authenticates texts. Nothing in it throws. */
export interface TextSealer {
  /** `undefined` for a text too long for a token. `place`: where it belongs, and can be opened. Default: anywhere. */
  seal(text: string, place?: string): string | undefined;
  /** `undefined` for whatever was not sealed with one of the keys, and for this place. */
  open(token: string, place?: string): string | undefined;
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
function decodeToken(token: string, maxLength: number): Buffer | undefined {
  if (token.length > maxLength) return undefined;
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

/** What is authenticated along with a text. */
const bound = (place: string): Buffer => Buffer.concat([version, Buffer.from(place)]);

/** A random nonce is safe for some four thousand million tokens of one key (NIST SP 800-38D, 8.3). */
function sealBytes(key: RingKey, text: string, place: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.key, nonce, { authTagLength: tagBytes }).setAAD(bound(place));
  const sealed = cipher.update(text, 'utf8');
  cipher.final();
  const body = Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  return Buffer.concat([version, checkOf(key, body), body]);
}

function openBody({ key }: RingKey, body: Buffer, place: string): string | undefined {
  const nonce = body.subarray(0, nonceBytes);
  const sealed = body.subarray(nonceBytes, -tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(bound(place));
    decipher.setAuthTag(body.subarray(-tagBytes));
    const text = decipher.update(sealed);
    // Only what this lets pass is what was sealed.
    decipher.final();
    return text.toString('utf8');
  } catch {
    return undefined;
  }
}

/** The first key seals, all of them open. `maxLength`: of a token. Default: 8,192, for those that browsers send. */
export function createTextSealer(
  sealing: SealingKey,
  others: readonly SealingKey[],
  maxLength: number = maxTokenLength,
): TextSealer {
  const toRingKey = ({ key, check }: SealingKey): RingKey => ({ key: createSecretKey(key), check });
  const first = toRingKey(sealing);
  const ring = [first, ...others.map(toRingKey)];

  return {
    seal(text, place = '') {
      const token = sealBytes(first, text, place).toString('base64url');
      return token.length <= maxLength ? token : undefined;
    },
    open(token, place = '') {
      const bytes = decodeToken(token, maxLength);
      if (bytes === undefined) return undefined;
      const check = bytes.subarray(version.length, headerBytes);
      const body = bytes.subarray(headerBytes);
      for (const key of ring) {
        const text = checkOf(key, body).equals(check) ? openBody(key, body, place) : undefined;
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}
