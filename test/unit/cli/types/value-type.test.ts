import { typeOfValues, typeOfVariations } from '../../../../src/cli/types/value-type.js';
import type { JsonValue } from '../../../../src/core/json.js';

const table = (size: number): Record<string, JsonValue> =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`name-${index}`, index]));

const nested = (depth: number): JsonValue => (depth === 0 ? 'end' : [nested(depth - 1)]);

describe('the type of values', () => {
  it.each<[string, readonly JsonValue[], string]>([
    ['of one kind is that kind', ['a', 'b'], 'string'],
    ['of several kinds is their union in order', ['a', 1, null, true, 2], 'boolean | null | number | string'],
    ['that are lists is a list of what is in any of them', [['a'], [1, 2]], 'readonly (number | string)[]'],
    ['that are lists of lists has brackets', [[['a']]], 'readonly (readonly string[])[]'],
    ['that are empty lists is a list of anything', [[], []], 'readonly JsonValue[]'],
    ['that are lists or not is both', ['a', ['b']], 'string | readonly string[]'],
    ['that are tables of many names is a record', [table(51)], 'Readonly<Record<string, number>>'],
    ['that are empty objects is a record of anything', [{}], 'Readonly<Record<string, JsonValue>>'],
    ['that nobody saw is anything', [], 'JsonValue'],
    [
      'deeper than a person writes ends somewhere',
      [nested(30)],
      `${'readonly ('.repeat(7)}readonly JsonValue[]${')[]'.repeat(7)}`,
    ],
  ])('%s', (_what, values, type) => {
    expect(typeOfValues(values, '')).toBe(type);
  });

  it('of objects has what each of them has, and the rest as optional', () => {
    expect(typeOfValues([{ amount: 1, 'currency code': 'EUR' }, { amount: '2', cents: null }, null], '')).toBe(
      [
        'null | {',
        '  readonly amount: number | string;',
        '  readonly cents?: null;',
        "  readonly 'currency code'?: string;",
        '}',
      ].join('\n'),
    );
  });

  it('of objects with fifty names still names them', () => {
    expect(typeOfValues([table(50)], '')).toContain("readonly 'name-49': number;");
  });
});

describe('the type of variations', () => {
  it('is the same in whatever order they come', () => {
    const variations = [{ Title: 'a', Price: 1 }, { Title: null }, { Title: 'b', Sizes: [1] }];

    const type = typeOfVariations(variations, '');

    expect(type).toBe('{\n  Price?: number;\n  Sizes?: readonly number[];\n  Title: null | string;\n}');
    expect(typeOfVariations(variations.toReversed(), '')).toBe(type);
  });

  it('lists each variable, however many there are', () => {
    expect(typeOfVariations([table(60)], '').match(/: number;/g)).toHaveLength(60);
  });

  it('takes names from outside for names and nothing else', () => {
    const hostile = JSON.parse('{ "__proto__": 1, "constructor": 2, "toString": "x" }') as Record<string, JsonValue>;

    expect(typeOfVariations([hostile, {}], '')).toBe(
      '{\n  __proto__?: number;\n  constructor?: number;\n  toString?: string;\n}',
    );
  });
});
