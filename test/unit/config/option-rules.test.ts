import {
  given,
  isExperienceKey,
  parseBoolean,
  parseInteger,
  parseKeys,
  parseMilliseconds,
  parseNames,
} from '../../../src/config/option-rules.js';
import { thrownBy } from '../../support/thrown.js';

describe('given', () => {
  it('gives the fallback for undefined', () => {
    expect(given(undefined, 'fallback')).toBe('fallback');
  });

  it.each([[null], [0], [''], [false], [NaN]])('keeps %p, which is not absent', (value) => {
    expect(given<unknown, string>(value, 'fallback')).toBe(value);
  });
});

describe('isExperienceKey', () => {
  it.each(['a', 'home-hero', 'Home Hero', 'ünïcode', '__proto__', 'k'.repeat(100)])('takes %j', (key) => {
    expect(isExperienceKey(key)).toBe(true);
  });

  it.each([[''], [' '], [' a'], ['a '], ['a\n'], ['a\u0000b'], ['k'.repeat(101)], [1], [null], [undefined], [['a']]])(
    'refuses %p',
    (key) => {
      expect(isExperienceKey(key)).toBe(false);
    },
  );
});

describe('parseKeys', () => {
  it('keeps each key once, in the given order', () => {
    expect(parseKeys('keys', ['b', 'a', 'b', 'c', 'a'])).toEqual(['b', 'a', 'c']);
  });

  it('takes an empty list', () => {
    expect(parseKeys('keys', [])).toEqual([]);
  });

  it('gives a frozen copy', () => {
    const keys = ['a'];
    const parsed = parseKeys('keys', keys);
    keys.push('b');
    expect(parsed).toEqual(['a']);
    expect(Object.isFrozen(parsed)).toBe(true);
  });

  it('names the place of a key that is none', () => {
    expect(thrownBy(() => parseKeys('everyPage', ['a', ' b'])).message).toBe(
      'everyPage[1] must be an experience key: 1 to 100 characters without control characters or surrounding spaces; ' +
        'received " b" (MOE_OPTION_INVALID)',
    );
  });

  it('refuses a hole', () => {
    expect(thrownBy(() => parseKeys('keys', new Array(1))).message).toMatch(/^keys\[0\] must be .*undefined/);
  });

  it.each([['home-hero'], [null], [{}], [new Set(['a'])], [1], [undefined]])(
    'refuses %p, which is no array',
    (value) => {
      const error = thrownBy(() => parseKeys('everyPage', value));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^everyPage must be an array of experience keys; received /);
    },
  );
});

describe('parseMilliseconds', () => {
  it.each([1, 500, 60_000])('takes %d of 1 to 60,000', (value) => {
    expect(parseMilliseconds('timeoutMs', value, 1, 60_000)).toBe(value);
  });

  it.each([[0], [60_001], [-1], [1.5], [NaN], [Infinity], ['500'], [500n], [null], [[500]], [new Date(500)]])(
    'refuses %p of 1 to 60,000',
    (value) => {
      const error = thrownBy(() => parseMilliseconds('timeoutMs', value, 1, 60_000));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^timeoutMs must be a whole number of milliseconds from 1 to 60000; received /);
    },
  );
});

describe('parseInteger', () => {
  it.each([1, 500, 10_000_000])('takes %d of 1 to 10,000,000', (value) => {
    expect(parseInteger('quota.perMinute', value, 1, 10_000_000)).toBe(value);
  });

  it.each([[0], [10_000_001], [-1], [1.5], [NaN], [Infinity], ['500'], [500n], [null], [undefined], [[500]], [true]])(
    'refuses %p of 1 to 10,000,000',
    (value) => {
      const error = thrownBy(() => parseInteger('quota.perMinute', value, 1, 10_000_000));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^quota\.perMinute must be a whole number from 1 to 10000000; received /);
    },
  );
});

describe('parseBoolean', () => {
  it.each([true, false])('takes %p', (value) => {
    expect(parseBoolean('rememberUtm', value)).toBe(value);
  });

  it.each([['true'], ['false'], [0], [1], [''], [null], [undefined], [{}]])('refuses %p', (value) => {
    expect(thrownBy(() => parseBoolean('rememberUtm', value)).message).toMatch(
      /^rememberUtm must be true or false; received /,
    );
  });
});

describe('parseNames', () => {
  const isShort = (item: string): boolean => item.length < 3;
  const parse = (value: unknown): readonly string[] => parseNames('names', value, 'short', isShort);

  it('keeps each name once, in the given order, frozen', () => {
    const parsed = parse(['b', 'a', 'b']);
    expect(parsed).toEqual(['b', 'a']);
    expect(Object.isFrozen(parsed)).toBe(true);
  });

  it('names the place and the rule of an item that breaks it', () => {
    expect(thrownBy(() => parse(['a', 'long'])).message).toBe(
      'names[1] must be short; received "long" (MOE_OPTION_INVALID)',
    );
  });

  it.each([[1], [null], [undefined], [['a']]])('refuses the item %p', (item) => {
    expect(thrownBy(() => parse([item])).message).toMatch(/^names\[0\] must be short; received /);
  });

  it('refuses a hole', () => {
    expect(thrownBy(() => parse(new Array(2))).message).toMatch(/^names\[0\] must be short; received undefined/);
  });

  it.each([['a'], [null], [undefined], [{ 0: 'a', length: 1 }]])('refuses %p, which is no array', (value) => {
    expect(thrownBy(() => parse(value)).message).toMatch(/^names must be an array of strings, each short; received /);
  });
});
