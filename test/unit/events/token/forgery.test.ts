import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Secret } from '../../../../src/core/secret.js';
import { deriveKey } from '../../../../src/events/token/derive-key.js';
import type { MarkSealer } from '../../../../src/events/mark.js';
import { createMark, createSealer, sealed } from '../../../support/marks.js';

/** As many as are asked for by night: a million. */
const forgeries = Math.max(100_000, Number(process.env.FUZZ_RUNS ?? 0));
const authentic = 50;
const secret = 'the secret of this site';
/** Version and check. */
const headerBytes = 5;

/** Numbers that look random and are the same for the same seed (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof createRandom>;
type Forge = (tokens: readonly Buffer[], random: Random) => string;

const pick = (tokens: readonly Buffer[], random: Random): Buffer =>
  Buffer.from(tokens[random(tokens.length)] ?? Buffer.alloc(0));

const encode = (bytes: Buffer): string => bytes.toString('base64url');

/** Changes some bits of so many bytes, from this one on. */
function corrupt(bytes: Buffer, count: number, from: number, random: Random): Buffer {
  for (let change = 0; change < count; change += 1) {
    const index = from + random(bytes.length - from);
    bytes.writeUInt8((bytes.readUInt8(index) ^ (1 + random(255))) & 0xff, index);
  }
  return bytes;
}

/** What somebody may try who has tokens of the site, and no secret. */
const forges: readonly Forge[] = [
  (tokens, random) => encode(corrupt(pick(tokens, random), 1, 0, random)),
  (tokens, random) => encode(corrupt(pick(tokens, random), 1 + random(8), headerBytes, random)),
  // The beginning of one and the end of another.
  (tokens, random) => {
    const [one, other] = [pick(tokens, random), pick(tokens, random)];
    const cut = headerBytes + 1 + random(one.length - headerBytes - 2);
    return encode(Buffer.concat([one.subarray(0, cut), corrupt(other, 1, other.length - 16, random).subarray(cut)]));
  },
  (tokens, random) => {
    const token = pick(tokens, random);
    return encode(token.subarray(0, random(token.length)));
  },
  (tokens, random) => {
    const token = encode(pick(tokens, random));
    const at = random(token.length + 1);
    return token.slice(0, at) + 'Aa0-_+/=. %'.charAt(random(11)) + token.slice(at);
  },
  (tokens, random) => {
    const token = pick(tokens, random);
    const body = Buffer.from(Array.from({ length: 28 + random(16) }, () => random(256)));
    return encode(Buffer.concat([token.subarray(0, headerBytes), body]));
  },
];

const checkKey = deriveKey(new Secret(secret), 'mark check', 'WS_DEBUG');

/**
 * The same with the check that its bytes have, which nobody else can make: it turns all forgeries away before the tag is
 * looked at, and what it is there to save must hold without it.
 */
function recheck(token: string): string {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length < headerBytes) return token;
  createHash('sha256')
    .update(checkKey)
    .update(bytes.subarray(headerBytes))
    .digest()
    .copy(bytes, 1, 0, headerBytes - 1);
  return encode(bytes);
}

function countAccepted(sealer: MarkSealer, tokens: readonly string[], random: Random): number {
  const known = new Set(tokens);
  const bytes = tokens.map((token) => Buffer.from(token, 'base64url'));
  let accepted = 0;
  for (let forgery = 0; forgery < forgeries; forgery += 1) {
    const forge = forges[forgery % forges.length];
    const forged = forge?.(bytes, random) ?? '';
    const token = random(2) === 0 ? forged : recheck(forged);
    if (!known.has(token) && sealer.open(token) !== undefined) accepted += 1;
  }
  return accepted;
}

it(`of ${forgeries} forged tokens none is accepted`, () => {
  const sealer = createSealer([secret]);
  const tokens = Array.from({ length: authentic }, (_, index) =>
    sealed(sealer, createMark({ elementId: `button-${index}`, target: `/${encode(randomBytes(index))}` })),
  );
  const seed = randomInt(2 ** 31);

  const accepted = countAccepted(sealer, tokens, createRandom(seed));

  process.stdout.write(`forged tokens: ${forgeries} by seed ${seed}, accepted: ${accepted}\n`);
  expect(accepted).toBe(0);
  expect(tokens.filter((token) => sealer.open(token) !== undefined)).toHaveLength(authentic);
}, 60_000);
