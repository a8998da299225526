import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Encrypts and authenticates texts. Nothing in it throws. */
export interface TextSealer {
  /** `undefined` for a text too long for a token. */
  seal(text: string): string | undefined;
  /** `undefined` for whatever was not sealed with one of the keys. */
  open(token: string): string | undefined;
}

export interface SealingKey {
  /** Four bytes, which each token shows, so that it need not be tried with every key. */
  readonly id: Buffer;
  /** Thirty-two bytes. */
  readonly key: Buffer;
}

/** Far more than a context has, and eight such tokens fit into what a browser may send at once. */
const maxTokenLength = 8_192;

const algorithm = 'aes-256-gcm';
const version = Buffer.of(1);
const idBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = version.length + idBytes;
const leastBytes = headerBytes + nonceBytes + tagBytes;

/** A key with what its tokens begin with: version and id. Both are authenticated, though anyone can read them. */
interface RingKey {
  readonly header: Buffer;
  readonly key: KeyObject;
}

/** The bytes of a token in its one spelling; decoders take others, too. */
function decodeToken(token: string): Buffer | undefined {
  if (token.length > maxTokenLength) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length >= leastBytes && bytes.toString('base64url') === token ? bytes : undefined;
}

/** A random nonce is safe for some four thousand million tokens of one key (NIST SP 800-38D, 8.3). */
function sealBytes({ header, key }: RingKey, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(header);
  const sealed = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([header, nonce, sealed, cipher.getAuthTag()]);
}

function openBytes({ header, key }: RingKey, bytes: Buffer): string | undefined {
  const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes);
  const sealed = bytes.subarray(headerBytes + nonceBytes, -tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(header);
    decipher.setAuthTag(bytes.subarray(-tagBytes));
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
  const toRingKey = ({ id, key }: SealingKey): RingKey => ({
    header: Buffer.concat([version, id]),
    key: createSecretKey(key),
  });
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
      const matching = ring.filter(({ header }) => bytes.subarray(0, headerBytes).equals(header));
      for (const key of matching) {
        const text = openBytes(key, bytes);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}
