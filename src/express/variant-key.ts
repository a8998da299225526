import { hash, randomBytes } from 'node:crypto';
import type { Experience } from '../core/experience.js';

/** Of a page that shows no variation. */
const noVariation = 'default';

/** 132 bits of the digest: two combinations never share a key. */
const keyLength = 22;

const byKey = (one: Experience, other: Experience): number => (one.key < other.key ? -1 : 1);

/** JSON that is the same whatever order an object's members came in. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/**
 * A name for the combination of variations that a page shows: 22 characters of `[A-Za-z0-9_-]`, or `default` where none
 * matched. The same in every process, and whatever order the keys were asked in. It covers the variables and not the
 * variations' ids alone: an id may come again in another audience, an edited variation keeps it, and a variable may hold
 * the visitor's own name. Does not count as using the experiences.
 */
export function variantKey(experiences: Readonly<Record<string, Experience>>): string {
  const matched = Object.values(experiences).filter((experience) => experience.matched);
  if (matched.length === 0) return noVariation;
  const shown = matched.sort(byKey).map(({ key, variationId, variables }) => [key, variationId ?? null, variables]);
  return hash('sha256', sortedJson(shown), 'base64url').slice(0, keyLength);
}

/** A key of the same form that no other page has: of one that a CDN must not give anybody. */
export function keyOfNone(): string {
  return randomBytes(keyLength).toString('base64url').slice(0, keyLength);
}
