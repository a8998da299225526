import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FetchedExperience } from '../client/decode-fetch.js';
import type { Identity } from '../core/visitor-context.js';
import { variationIdOf } from './build-experience.js';

/** Variations that the API has answered with, for previews to show again. */
export interface SeenVariations {
  note(fetched: FetchedExperience, identity: Identity): void;
  /** By its id, or by `<audience id>/<id>`. */
  find(key: string, variation: string): FetchedExperience | undefined;
}

/** Far more than a workspace has. */
const maxVariations = 1_000;

/** Of the payloads' text, all together. */
const maxBytes = 16_777_216;

interface Variation {
  readonly fetched: FetchedExperience;
  readonly text: string;
}

/** Who has got a payload, where that is one customer so far. Nothing of either can be read from it. */
interface Sighting {
  readonly customer: string;
  readonly payload: string;
}

/** A line break is in no key and no id. */
const nameOf = (key: string, variation: string): string => `${key}\n${variation}`;

/** Under which names a variation is found. An id may come again in another audience. */
function namesOf({ key, context }: FetchedExperience): readonly string[] {
  const id = variationIdOf(context);
  if (id === undefined) return [];
  const { audience_id: audience } = context;
  return typeof audience === 'string' ? [nameOf(key, id), nameOf(key, `${audience}/${id}`)] : [nameOf(key, id)];
}

function isAnonymous({ customerId, userIdentifiers }: Identity): boolean {
  return customerId === undefined && Object.keys(userIdentifiers ?? {}).length === 0;
}

/**
 * What an anonymous visitor got, or two customers alike. A payload may hold its customer's own name: what only one
 * customer has got is not kept, and shown to nobody else. The least recently used go first.
 */
export function createSeenVariations(): SeenVariations {
  const variations = new LRUCache<string, Variation>({
    max: maxVariations,
    maxSize: maxBytes,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  const sightings = new LRUCache<string, Sighting>({ max: maxVariations });
  const salt = randomBytes(16).toString('base64');
  const digest = (text: string): string => hash('sha256', salt + text, 'base64');

  const isShared = (name: string, text: string, identity: Identity): boolean => {
    if (isAnonymous(identity)) return true;
    const sighting = { customer: digest(JSON.stringify(identity)), payload: digest(text) };
    const before = sightings.get(name);
    if (before?.payload === sighting.payload && before.customer !== sighting.customer) return true;
    sightings.set(name, sighting);
    return false;
  };

  return {
    note(fetched, identity) {
      const text = JSON.stringify([fetched.variables, fetched.context]);
      for (const name of namesOf(fetched)) {
        if (variations.peek(name)?.text !== text && isShared(name, text, identity)) {
          variations.set(name, { fetched, text });
        }
      }
    },
    find: (key, variation) => variations.get(nameOf(key, variation))?.fetched,
  };
}
