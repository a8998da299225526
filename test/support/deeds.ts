import fc from 'fast-check';

/** What somebody else's function does when it is called. */
export interface Deed {
  readonly kind: 'return' | 'resolve' | 'throw' | 'reject' | 'hang';
  readonly value: unknown;
}

function fail(): never {
  throw new Error('odd');
}

/** Makes what throws when it is looked at, which whoever generates it must not do. */
class Trap {
  readonly set: () => unknown;

  constructor(set: () => unknown) {
    this.set = set;
  }
}

const traps = fc
  .constantFrom<() => unknown>(
    () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
    () => ({ toString: fail, valueOf: fail, toJSON: fail }),
    () => Object.defineProperty({}, 'then', { get: fail, enumerable: true }),
    () => Object.freeze([Symbol('odd'), fail]),
  )
  .map((set) => new Trap(set));

/** What is nearly what was asked for, or nothing like it. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, NaN, Infinity, -1, 0, '', ' ', '__proto__', 'x'.repeat(5_000)),
  fc.anything({ maxDepth: 2, withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
);

/** The same, or a trap: to be looked at only by those who are tested, as `spring` gives it. */
const oddOrTrap: fc.Arbitrary<unknown> = fc.oneof({ weight: 2, arbitrary: oddValue }, traps);

function spring(value: unknown): unknown {
  return value instanceof Trap ? value.set() : value;
}

/** Mostly what was asked for. */
export function deedOf(good: fc.Arbitrary<unknown>): fc.Arbitrary<Deed> {
  const value = fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: oddOrTrap });
  const kind = fc.constantFrom<Deed['kind']>('return', 'return', 'return', 'resolve', 'throw', 'reject', 'hang');
  return fc.record({ kind, value });
}

/** Does it: gives the value, or a promise of it, throws it, rejects with it, or never comes to an end. */
export function perform({ kind, value: given }: Deed): unknown {
  const value = spring(given);
  switch (kind) {
    case 'return':
      return value;
    case 'resolve':
      return new Promise((resolve) => {
        resolve(value);
      });
    case 'throw':
      throw value;
    case 'reject':
      return new Promise((_resolve, reject) => {
        Reflect.apply(reject, undefined, [value]);
      });
    case 'hang':
      return new Promise(() => undefined);
  }
}
