import { inspect } from 'node:util';
import { createRecord, recordOf } from '../../../src/core/record.js';

describe('a record', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])(
    'has no inherited member called %s',
    (name) => {
      expect(createRecord<unknown>()[name]).toBeUndefined();
    },
  );

  it('keeps __proto__ as a key like any other', () => {
    const record = createRecord<unknown>();
    record.__proto__ = { polluted: true };
    expect(Object.keys(record)).toEqual(['__proto__']);
    expect(record.polluted).toBeUndefined();
  });

  it('can be written by a template as it is', () => {
    const value: unknown = recordOf([['a', 1]]);
    expect(['', value].join('')).toBe('[object Object]');
  });

  it('can be inspected', () => {
    expect(inspect(recordOf([['a', 1]]))).toContain('a: 1');
  });

  it('can be written as JSON', () => {
    expect(JSON.stringify(recordOf([['a', 1]]))).toBe('{"a":1}');
  });

  it('does not lend its parent to changes', () => {
    expect(Object.isFrozen(Object.getPrototypeOf(createRecord()))).toBe(true);
  });
});

describe('recordOf', () => {
  it('keeps the order of the entries', () => {
    expect(
      Object.keys(
        recordOf([
          ['b', 1],
          ['a', 2],
          ['c', 3],
        ]),
      ),
    ).toEqual(['b', 'a', 'c']);
  });

  it('lets a later entry of the same key win', () => {
    const record = recordOf([
      ['a', 1],
      ['a', 2],
    ]);
    expect(record.a).toBe(2);
  });

  it('takes any iterable', () => {
    expect(recordOf(new Map([['a', 1]])).a).toBe(1);
  });
});
