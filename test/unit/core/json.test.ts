import fc from 'fast-check';
import { isFrozenJson, isJsonObject, isSameJson, maxJsonDepth, parseJson } from '../../../src/core/json.js';

/** Arrays in arrays: the innermost is `depth` levels down. */
const nestedText = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

function isFrozenThroughout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenThroughout);
}

describe('isJsonObject', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)]])('takes %p for an object', (value) => {
    expect(isJsonObject(value)).toBe(true);
  });

  it.each([[null], [undefined], [[]], [[{}]], ['{}'], [0], [true], [() => undefined]])('refuses %p', (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});

describe('parseJson', () => {
  it('gives what the text says', () => {
    expect(parseJson('{"a":[1,null,"x"]}')).toEqual({ a: [1, null, 'x'] });
  });

  it.each(['', ' ', '{', '{"a":', '<html>', 'undefined', "{'a':1}", '[1,]', '{"a":1}x'])(
    'gives undefined for %p, which is no JSON',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});

describe('parseJson, given a long text', () => {
  const filler = ' '.repeat(100_000);

  it.each([
    ['arrays', nestedText(400_000)],
    ['objects', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}${filler}`],
    ['both', `${'[{"a":'.repeat(50)}1${'}]'.repeat(50)}${filler}`],
  ])('gives undefined for %s nested deeper than anything that is used', (_kind, text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it.each([
    ['many brackets side by side', `[${'[],'.repeat(30_000)}{}]`],
    ['brackets in a string', JSON.stringify([nestedText(50_000)])],
    ['brackets behind an escaped quote', `["${'\\"[{'.repeat(30_000)}"]`],
    ['a backslash before the end of a string', `["\\\\",${JSON.stringify(nestedText(50_000))}]`],
    ['a sane depth', nestedText(maxJsonDepth) + filler],
  ])('gives what it says, for %s', (_kind, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

describe('isFrozenJson', () => {
  it.each([['text'], [0], [-1.5], [true], [false], [null], [[]], [{}], [{ a: [{ b: null }] }]])(
    'takes %p for JSON',
    (value) => {
      expect(isFrozenJson(value)).toBe(true);
    },
  );

  it.each([[undefined], [NaN], [Infinity], [1n], [Symbol('x')], [() => undefined], [[undefined]], [{ a: () => 1 }]])(
    'refuses %p, which JSON can not carry',
    (value) => {
      expect(isFrozenJson(value)).toBe(false);
    },
  );

  it('freezes every level', () => {
    const value = { a: [{ b: { c: [1] } }], d: 'x' };
    expect(isFrozenJson(value)).toBe(true);
    expect(isFrozenThroughout(value)).toBe(true);
  });

  it('takes 32 levels', () => {
    expect(isFrozenJson(parseJson(nestedText(maxJsonDepth)))).toBe(true);
  });

  it('refuses 33 levels', () => {
    expect(isFrozenJson(parseJson(nestedText(maxJsonDepth + 1)))).toBe(false);
  });

  it('refuses 400,000 levels without running out of stack', () => {
    expect(isFrozenJson(parseJson(nestedText(400_000)))).toBe(false);
  });

  it.each(['{"__proto__":{"x":1},"a":1}', '{"a":{"__proto__":{"x":1}}}', '[{"__proto__":null}]'])(
    'takes the __proto__ member out of %s',
    (text) => {
      const value = parseJson(text);
      expect(isFrozenJson(value)).toBe(true);
      expect(JSON.stringify(value)).not.toContain('__proto__');
    },
  );

  it('keeps every value that JSON.parse can give and that is not too deep', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const value = parseJson(text);
        expect(isFrozenJson(value)).toBe(true);
        expect(isFrozenThroughout(value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isSameJson', () => {
  it.each([
    ['1', '1'],
    ['null', 'null'],
    ['[]', '[]'],
    ['{"a":{"b":[1,"x",null]},"c":true}', '{"a":{"b":[1,"x",null]},"c":true}'],
  ])('finds %s the same as %s', (one, other) => {
    expect(isSameJson(JSON.parse(one), JSON.parse(other))).toBe(true);
  });

  it.each([
    ['1', '"1"'],
    ['null', '{}'],
    ['{}', 'null'],
    ['[]', '{}'],
    ['["x"]', '{"0":"x"}'],
    ['[1,2]', '[1]'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"a":1,"b":2}', '{"a":1}'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['{"a":1}', '{"b":1}'],
    ['{"a":{"b":[1,"x"]}}', '{"a":{"b":[1,"y"]}}'],
    ['{"toString":1}', '{}'],
  ])('tells %s from %s', (one, other) => {
    expect(isSameJson(JSON.parse(one), JSON.parse(other))).toBe(false);
  });

  it('says what a comparison of the texts says', () => {
    const leaf = fc.constantFrom(0, 1, '', 'x', null, true);
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('any'), { maxKeys: 2 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(isSameJson(one, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
  });
});
