import { decodeValue } from '../../../src/client/decode-value.js';

const nestedText = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const parse = (text: string): unknown => JSON.parse(text);

describe('an entry with value and data_type', () => {
  it.each<[unknown, unknown, unknown]>([
    // value, data_type, decoded
    ['Hello', 'string', 'Hello'],
    ['', 'string', ''],
    ['  padded  ', 'string', '  padded  '],
    ['42', 'string', '42'],
    ['true', 'string', 'true'],
    ['{"a":1}', 'string', '{"a":1}'],
    ['42', 'number', 42],
    ['-1.5', 'number', -1.5],
    [' 42 ', 'number', 42],
    ['0', 'number', 0],
    ['1e3', 'number', 1000],
    ['', 'number', ''],
    ['  ', 'number', '  '],
    ['4,200', 'number', '4,200'],
    ['42px', 'number', '42px'],
    ['NaN', 'number', 'NaN'],
    ['Infinity', 'number', 'Infinity'],
    ['1e999', 'number', '1e999'],
    [42, 'number', 42],
    [0, 'number', 0],
    [null, 'number', null],
    [true, 'number', true],
    ['3.14', 'float', 3.14],
    ['3', 'float', 3],
    ['three', 'float', 'three'],
    [3.14, 'float', 3.14],
    ['true', 'boolean', true],
    ['false', 'boolean', false],
    ['TRUE', 'boolean', true],
    ['False', 'boolean', false],
    [' true ', 'boolean', true],
    ['1', 'boolean', '1'],
    ['0', 'boolean', '0'],
    ['yes', 'boolean', 'yes'],
    ['', 'boolean', ''],
    [true, 'boolean', true],
    [false, 'boolean', false],
    [1, 'boolean', 1],
    [null, 'boolean', null],
    ['{"a":1}', 'json', { a: 1 }],
    ['[1,2]', 'json', [1, 2]],
    ['"text"', 'json', 'text'],
    ['7', 'json', 7],
    ['true', 'json', true],
    ['null', 'json', null],
    ['{"a":', 'json', '{"a":'],
    ['', 'json', ''],
    ['plain', 'json', 'plain'],
    [{ a: { b: [1] } }, 'json', { a: { b: [1] } }],
    [[1, 'x', null], 'json', [1, 'x', null]],
    [{}, 'json', {}],
    [[], 'json', []],
    [null, 'json', null],
    [null, 'string', null],
    [7, 'string', 7],
    [{ a: 1 }, 'string', { a: 1 }],
    ['42', 'integer', '42'],
    ['42', 'Number', '42'],
    ['42', undefined, '42'],
    ['42', null, '42'],
    ['42', 7, '42'],
    ['42', ['number'], '42'],
    ['42', {}, '42'],
    ['x', 'constructor', 'x'],
    ['x', '__proto__', 'x'],
  ])('%j as %j is %j', (value, dataType, decoded) => {
    expect(decodeValue({ value, data_type: dataType })).toEqual(decoded);
  });

  it.each<[unknown, unknown]>([
    [{ value: 'x' }, 'x'],
    [{ value: '42' }, '42'],
    [{ value: null }, null],
    [{ value: { value: 'inner', data_type: 'string' } }, { value: 'inner', data_type: 'string' }],
    [{ value: 'x', data_type: 'string', color: 'red' }, 'x'],
  ])('%j is %j', (entry, decoded) => {
    expect(decodeValue(entry)).toEqual(decoded);
  });

  it.each(['string', 'number', 'boolean', 'json', 'float'])('of type %s without a value is none', (dataType) => {
    expect(decodeValue({ data_type: dataType })).toBeUndefined();
  });
});

describe('a bare value', () => {
  it.each<[unknown]>([
    ['text'],
    ['42'],
    ['true'],
    [''],
    [42],
    [0],
    [-1.5],
    [true],
    [false],
    [null],
    [[]],
    [[1, [2]]],
    [{}],
    [{ a: 1 }],
    [{ values: 1, type: 'number' }],
  ])('%j stays as it came', (entry) => {
    expect(decodeValue(entry)).toEqual(entry);
  });

  it.each([[undefined], [NaN], [Infinity], [() => 1], [1n]])('%p is none', (entry) => {
    expect(decodeValue(entry)).toBeUndefined();
  });

  it('is none where only its parent has a value', () => {
    expect(decodeValue(Object.create({ value: 'inherited' }))).toEqual({});
  });
});

describe('a deep value', () => {
  it('of 32 levels is kept', () => {
    expect(decodeValue({ value: parse(nestedText(32)), data_type: 'json' })).toEqual(parse(nestedText(32)));
  });

  it.each([33, 400_000])('of %d levels is none', (depth) => {
    expect(decodeValue({ value: parse(nestedText(depth)), data_type: 'json' })).toBeUndefined();
  });

  it('of 32 levels in a string is read', () => {
    expect(decodeValue({ value: nestedText(32), data_type: 'json' })).toEqual(parse(nestedText(32)));
  });

  it.each([33, 400_000])('of %d levels in a string stays the string that it is', (depth) => {
    expect(decodeValue({ value: nestedText(depth), data_type: 'json' })).toBe(nestedText(depth));
  });
});

describe('a value with a __proto__ member', () => {
  it.each([
    ['bare', parse('{"__proto__":{"x":1},"a":1}')],
    ['in value', { value: parse('{"__proto__":{"x":1},"a":1}'), data_type: 'json' }],
    ['in a string', { value: '{"__proto__":{"x":1},"a":1}', data_type: 'json' }],
    ['beside value', parse('{"__proto__":{"x":1},"value":{"a":1}}')],
  ])('%s is rid of it', (_, entry) => {
    const decoded = decodeValue(entry);
    expect(JSON.stringify(decoded)).toBe('{"a":1}');
    expect(Reflect.get(Object(decoded), 'x')).toBeUndefined();
  });

  it('in arrays within objects is rid of it', () => {
    expect(JSON.stringify(decodeValue(parse('{"value":{"list":[{"__proto__":1,"b":[{"__proto__":2}]}]}}')))).toBe(
      '{"list":[{"b":[{}]}]}',
    );
  });
});

describe('offerings', () => {
  const text = '[ {"offering_content": {"t":"A"}, "offering_context": {"cid": "1"}} ]';

  it('in a string are passed on to the letter', () => {
    expect(decodeValue({ value: text, data_type: 'json' })).toBe(text);
  });

  it('as a list stay a list', () => {
    expect(decodeValue({ value: parse(text), data_type: 'json' })).toEqual(parse(text));
  });

  it.each([
    '[]',
    '[{"offering_content":1}]',
    '[{"offering_context":1},{"a":1}]',
    '[{"offering_context":1},null]',
    '{"offering_context":1}',
  ])('are not what %s is', (value) => {
    expect(decodeValue({ value, data_type: 'json' })).toEqual(parse(value));
  });
});

it('what is decoded is frozen at every level', () => {
  const decoded = decodeValue({ value: '{"a":[{"b":1}]}', data_type: 'json' });
  const list: unknown = Reflect.get(Object(decoded), 'a');
  expect([decoded, list, Reflect.get(Object(list), 0)].every((level) => Object.isFrozen(level))).toBe(true);
});
