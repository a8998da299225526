import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { varyNames } from '../../../src/config/cache-options.js';
import { daysOfWeek } from '../../../src/core/visitor-context.js';
import type { VisitorContext } from '../../../src/core/visitor-context.js';
import { createVisitorKey } from '../../../src/experiences/visitor-key.js';
import { createVisitor } from '../../support/visitor.js';

/** As many as are asked for by night: a million. */
const visitors = Math.max(100_000, Number(process.env.FUZZ_RUNS ?? 0));

/** What a careless key would take for a boundary, or lose on the way into a digest. */
const pieces = [
  'a',
  'b',
  '|',
  ',',
  '"',
  '\\',
  '[',
  ']',
  '\n',
  '\0',
  'null',
  '\ud800',
  '\udc00',
  '\ufffd',
  '\u00e9',
  '',
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 2 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'u_em'));
const record = fc.array(fc.tuple(name, text), { maxLength: 2 }).map((entries) => Object.fromEntries(entries));

const sent = fc.record(
  {
    customerId: text,
    userIdentifiers: record,
    ipAddress: text,
    userAgent: text,
    attributes: record,
    dayOfWeek: fc.constantFrom(...daysOfWeek.slice(0, 2)),
    hourOfDay: fc.constantFrom('00', '01'),
  },
  { requiredKeys: ['attributes', 'dayOfWeek', 'hourOfDay'] },
);
type Sent = typeof sent extends fc.Arbitrary<infer Inputs> ? Inputs : never;

const inputNames = ['customerId', 'userIdentifiers', 'ipAddress', 'userAgent', 'attributes', 'dayOfWeek', 'hourOfDay'];

/** One visitor and another, who is often nearly the same. */
const pair = fc
  .tuple(sent, sent, fc.subarray(inputNames), fc.boolean())
  .map(([one, other, taken, isNear]): readonly [Sent, Sent] => {
    const near = Object.fromEntries(Object.entries(other).filter(([input]) => taken.includes(input)));
    return [one, isNear ? { ...one, ...near } : other];
  });

function visitorOf({ customerId, userIdentifiers, ipAddress, userAgent, ...rest }: Sent): VisitorContext {
  return createVisitor({
    ...rest,
    ipAddress,
    userAgent,
    identity: { ...(customerId !== undefined && { customerId }), ...(userIdentifiers && { userIdentifiers }) },
  });
}

/** Members that are absent and an empty list of identifiers say the same. */
const meaning = (inputs: Sent) => ({ userIdentifiers: {}, ...inputs });

it('twenty thousand pairs of visitors have the same key if and only if they are the same', () => {
  const visitorKey = createVisitorKey(varyNames.filter((each) => each !== 'device'));
  let same = 0;
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const isSame = isDeepStrictEqual(meaning(one), meaning(other));
      same += Number(isSame);
      return (visitorKey(visitorOf(one)) === visitorKey(visitorOf(other))) === isSame;
    }),
    { numRuns: 20_000 },
  );
  // Otherwise one half of it was not looked at.
  expect(same).toBeGreaterThan(500);
  expect(same).toBeLessThan(15_000);
});

/** What a text that is cut in two may be of a visitor. */
const halves: readonly ((first: string, second: string) => Partial<VisitorContext>)[] = [
  (name, value) => ({ attributes: { [name]: value } }),
  (value, next) => ({ attributes: { a: value, [`b${next}`]: '' } }),
  (name, value) => ({ identity: { userIdentifiers: { [name]: value } } }),
  (customerId, name) => ({ identity: { customerId, userIdentifiers: { [name]: '' } } }),
  (ipAddress, userAgent) => ({ ipAddress, userAgent }),
  (userAgent, ipAddress) => ({ ipAddress, userAgent }),
];

it('a text that is cut elsewhere makes another key', () => {
  const visitorKey = createVisitorKey(varyNames);
  const cut = fc.nat(8);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 8 }), cut, cut, (whole, here, there) => {
      fc.pre(Math.min(here, whole.length) !== Math.min(there, whole.length));
      for (const make of halves) {
        const keys = [here, there].map((at) => visitorKey(createVisitor(make(whole.slice(0, at), whole.slice(at)))));
        expect(keys[0]).not.toBe(keys[1]);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('the order in which a record was filled does not matter', () => {
  const visitorKey = createVisitorKey(['identity', 'attributes']);
  const reverse = (filled: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(filled).reverse());
  fc.assert(
    fc.property(fc.dictionary(text, text, { maxKeys: 6 }), (filled) => {
      const [one, other] = [filled, reverse(filled)].map((attributes) =>
        createVisitor({ attributes, identity: { userIdentifiers: attributes } }),
      );
      expect(one && visitorKey(one)).toBe(other && visitorKey(other));
    }),
    { numRuns: 2_000 },
  );
});

it(`${visitors} visitors, of whom any two differ in little, have as many keys`, () => {
  const keyOf = createVisitorKey(varyNames);
  const keys = new Set<string>();
  const ends = Array.from({ length: 10 }, (_, index) => String(index));
  for (let head = 0; head < visitors / 10_000; head += 1) {
    for (let tail = 0; tail < 10_000; tail += 1) {
      const [a, b, c, d] = [ends[tail % 10], ends[Math.floor(tail / 10) % 10], ends[Math.floor(tail / 100) % 10], tail];
      const attributes = { utm_source: `${a}`, [`p${b}`]: `${c}` };
      const identity = { customerId: `${head}`, userIdentifiers: { u_em: `${Math.floor(d / 1_000)}` } };
      keys.add(keyOf(createVisitor({ identity, attributes })));
    }
  }
  expect(keys.size).toBe(Math.ceil(visitors / 10_000) * 10_000);
});
