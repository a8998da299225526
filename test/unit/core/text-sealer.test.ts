import { createCipheriv, createHash } from 'node:crypto';
import { createTextSealer } from '../../../src/core/text-sealer.js';
import type { SealingKey } from '../../../src/core/text-sealer.js';

const keyOf = (byte: number, check = byte): SealingKey => ({
  key: Buffer.alloc(32, byte),
  check: Buffer.alloc(32, check),
});

const sealer = createTextSealer(keyOf(1), [keyOf(2)]);
const text = 'what only we can read: größe';

function seal(what = sealer, sealedText = text): string {
  const token = what.seal(sealedText);
  if (token === undefined) throw new Error('too long');
  return token;
}

const change = (token: string, edit: (bytes: Buffer) => Buffer): string =>
  edit(Buffer.from(token, 'base64url')).toString('base64url');

/** The token with the check that its bytes have by this key, as only who has the key can make it. */
function recheck(token: string, { check }: SealingKey): string {
  return change(token, (bytes) => {
    createHash('sha256').update(check).update(bytes.subarray(5)).digest().copy(bytes, 1, 0, 4);
    return bytes;
  });
}

function flip(token: string, bit: number): string {
  return change(token, (bytes) => {
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return bytes;
  });
}

const bitsOf = (token: string): readonly number[] =>
  Array.from({ length: Buffer.from(token, 'base64url').length * 8 }, (_, bit) => bit);

it('what is sealed can be opened', () => {
  expect(sealer.open(seal())).toBe(text);
});

it('the same text gives another token each time', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => seal())).size).toBe(1_000);
});

it('a token has characters that neither an address nor an attribute escapes', () => {
  expect(seal()).toMatch(/^[\w-]+$/);
});

it('the text is not to be read in it', () => {
  expect(Buffer.from(seal(), 'base64url').toString('latin1')).not.toContain('only');
});

describe('a token is refused', () => {
  it('with any one bit changed', () => {
    const token = seal();

    expect(bitsOf(token).filter((bit) => sealer.open(flip(token, bit)) !== undefined)).toEqual([]);
  });

  it('with any one bit changed, even by who can make its check', () => {
    const token = seal();
    const afterHeader = bitsOf(token).slice(5 * 8);

    expect(recheck(token, keyOf(1))).toBe(token);
    expect(afterHeader.filter((bit) => sealer.open(recheck(flip(token, bit), keyOf(1))) !== undefined)).toEqual([]);
  });

  it('cut off anywhere, at either end', () => {
    const token = seal();
    const cuts = Array.from({ length: token.length }, (_, at) => [token.slice(0, at), token.slice(at + 1)]).flat();

    expect(cuts.filter((cut) => sealer.open(cut) !== undefined)).toEqual([]);
  });

  it('with a shorter tag', () => {
    expect(sealer.open(change(seal(), (bytes) => bytes.subarray(0, -4)))).toBeUndefined();
  });

  it('with the check of another key', () => {
    expect(sealer.open(recheck(seal(), keyOf(2)))).toBeUndefined();
  });

  it('of another version', () => {
    const other = change(seal(), (bytes) => {
      bytes.writeUInt8(2, 0);
      return bytes;
    });

    expect(sealer.open(other)).toBeUndefined();
  });

  it('sealed with a key that is not known', () => {
    expect(sealer.open(seal(createTextSealer(keyOf(3), [])))).toBeUndefined();
    expect(sealer.open(seal(createTextSealer(keyOf(3, 1), [])))).toBeUndefined();
  });

  it.each([
    ['padded', (token: string) => `${token}=`],
    ['in the other alphabet', (token: string) => Buffer.from(token, 'base64url').toString('base64')],
    ['with a line break', (token: string) => `${token}\n`],
    ['with a space before it', (token: string) => ` ${token}`],
    ['with something between', (token: string) => `${token.slice(0, 20)}.${token.slice(20)}`],
    ['percent-encoded', (token: string) => `%41${token.slice(1)}`],
    ['twice', (token: string) => token + token],
    // The last character of such a token holds bits that no byte has.
    ['with bits that do not count', (token: string) => token.slice(0, -1) + nextCharacter(token)],
  ])('spelled otherwise: %s', (_case, spell) => {
    const token = seal(sealer, `${text}.`);

    expect(spell(token)).not.toBe(token);
    expect(sealer.open(spell(token))).toBeUndefined();
  });

  it.each(['', 'A', 'null', '.', 'token', '__proto__', 'A'.repeat(100), 'A'.repeat(100_000)])(
    'made up: %.20s',
    (token) => {
      expect(sealer.open(token)).toBeUndefined();
    },
  );
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The character after the token's last; it stands for the same bytes where the length is not a multiple of four. */
function nextCharacter(token: string): string {
  expect(token.length % 4).not.toBe(0);
  return alphabet.charAt(alphabet.indexOf(token.slice(-1)) + 1);
}

describe('a ring of keys', () => {
  it('seals with the first', () => {
    expect(createTextSealer(keyOf(1), []).open(seal())).toBe(text);
    expect(createTextSealer(keyOf(2), []).open(seal())).toBeUndefined();
  });

  it('opens with all', () => {
    expect(sealer.open(seal(createTextSealer(keyOf(2), [])))).toBe(text);
  });

  it('tells two keys with one check apart', () => {
    const alike = createTextSealer(keyOf(1, 7), [keyOf(2, 7), keyOf(3, 7)]);

    expect(alike.open(seal(createTextSealer(keyOf(3, 7), [])))).toBe(text);
  });
});

describe('a text', () => {
  it.each([0, 1, 6_000])('may be %i characters long', (length) => {
    const long = 'x'.repeat(length);

    expect(sealer.open(sealer.seal(long) ?? '')).toBe(long);
  });

  it('is not sealed where its token would be too long', () => {
    expect(sealer.seal('x'.repeat(6_111))).toHaveLength(8_192);
    expect(sealer.seal('x'.repeat(6_112))).toBeUndefined();
  });

  it('is not opened either, where a token is longer', () => {
    const { key } = keyOf(1);
    const [version, nonce] = [Buffer.of(1), Buffer.alloc(12)];
    const tokenOf = (length: number): string => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(version);
      const sealedText = Buffer.concat([cipher.update('x'.repeat(length)), cipher.final()]);
      const parts = [version, Buffer.alloc(4), nonce, sealedText, cipher.getAuthTag()];
      return recheck(Buffer.concat(parts).toString('base64url'), keyOf(1));
    };

    expect(sealer.open(tokenOf(6_111))).toHaveLength(6_111);
    expect(sealer.open(tokenOf(6_112))).toBeUndefined();
  });
});
