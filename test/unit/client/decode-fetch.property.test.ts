import fc from 'fast-check';
import { decodeFetch } from '../../../src/client/decode-fetch.js';

const prototypeBefore = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeBefore);
});

function isFrozenThroughout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenThroughout);
}

/** JSON text, so that `__proto__` is an own member as it is on the wire. */
const memberName = fc.oneof(
  fc.constantFrom('experiences', 'payload', 'experience_context', 'value', 'data_type', 'failures', '__proto__'),
  fc.constantFrom('constructor', 'reason', 'experienceKeys', 'a', 'b'),
  fc.string({ maxLength: 5 }),
);

const { node: wireText } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom('null', 'true', '0', '-1.5e300', '""', '"42"', '"true"', '"{\\"a\\":1}"', '"json"', '"number"'),
    fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(memberName, tie('node')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`),
  ),
}));

const goodText = '{"payload":{"Title":{"value":"Hi","data_type":"string"}},"experience_context":{"cid":"1"}}';

describe('whatever JSON comes', () => {
  it('is read without a throw, and what is kept is frozen throughout', () => {
    fc.assert(
      fc.property(wireText, (text) => {
        const decoded = decodeFetch(JSON.parse(text));
        for (const experience of decoded?.experiences.values() ?? []) expect(isFrozenThroughout(experience)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('and what is no JSON at all, is read without a throw', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        decodeFetch({ experiences: { odd: value } });
        decodeFetch(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves the siblings of a bad experience as they are, in all of 10,000 answers', () => {
    const runs = 10_000;
    let kept = 0;
    fc.assert(
      fc.property(wireText, wireText, fc.boolean(), (odd, more, first) => {
        const members = first ? [`"odd":${odd}`, `"good":${goodText}`] : [`"good":${goodText}`, `"odd":${odd}`];
        const decoded = decodeFetch(JSON.parse(`{"more":${more},"experiences":{${members.join(',')}}}`));
        const good = decoded?.experiences.get('good');
        expect(good?.variables.Title).toBe('Hi');
        expect(good?.context.cid).toBe('1');
        kept += 1;
      }),
      { numRuns: runs },
    );
    expect(kept).toBe(runs);
  });

  it('sorts each key into exactly one of matched, unmatched and dropped', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), wireText, { maxKeys: 5 }), (entries) => {
        const members = Object.entries(entries).map(([key, text]) => `${JSON.stringify(key)}:${text}`);
        const decoded = decodeFetch(JSON.parse(`{"experiences":{${members.join(',')}}}`));
        const dropped = decoded?.dropped.map(({ key }) => key) ?? [];
        expect(dropped.filter((key) => decoded?.experiences.has(key))).toEqual([]);
        expect(new Set(dropped).size).toBe(dropped.length);
        expect([...dropped, ...(decoded?.experiences.keys() ?? [])].every((key) => key in entries)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
