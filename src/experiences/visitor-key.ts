import { hash } from 'node:crypto';
import type { VaryName } from '../config/personalize-options.js';
import type { VisitorContext } from '../core/visitor-context.js';

function sortedEntries(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

function readInput(visitor: VisitorContext, name: VaryName): unknown {
  switch (name) {
    case 'identity': {
      const { customerId, userIdentifiers } = visitor.identity;
      return [customerId ?? null, sortedEntries(userIdentifiers ?? {})];
    }
    case 'attributes':
      return sortedEntries(visitor.attributes);
    case 'device':
      return visitor.device.type ?? null;
    default:
      return visitor[name] ?? null;
  }
}

/** A digest of a visitor, the same for two of whom the API would say the same, and telling nothing of them. */
export type VisitorKey = (visitor: VisitorContext) => string;

/**
 * Digests the inputs named. JSON of nested arrays is unambiguous: no two different visitors have the same text, which
 * joined strings (`a|b` and `c`, `a` and `b|c`) would have.
 */
export function createVisitorKey(names: readonly VaryName[]): VisitorKey {
  // A page asks for its key more than once, with the same frozen context.
  const known = new WeakMap<VisitorContext, string>();
  return (visitor) => {
    const seen = known.get(visitor);
    if (seen !== undefined) return seen;
    const key = hash('sha256', JSON.stringify(names.map((name) => readInput(visitor, name))), 'base64');
    known.set(visitor, key);
    return key;
  };
}
