import { parseDefaults } from '../../../src/config/defaults-option.js';
import { thrownBy } from '../../support/thrown.js';

describe('defaults', () => {
  it('are empty where none are given', () => {
    const defaults = parseDefaults(undefined);
    expect(Object.keys(defaults)).toEqual([]);
    expect(Object.isFrozen(defaults)).toBe(true);
  });

  it('hold what was given', () => {
    const defaults = parseDefaults({
      'home-hero': { Title: 'Hi', Count: 3, On: true, Nothing: null, Cta: { a: [1] } },
    });
    expect(JSON.stringify(defaults)).toBe(
      '{"home-hero":{"Title":"Hi","Count":3,"On":true,"Nothing":null,"Cta":{"a":[1]}}}',
    );
  });

  it('are a copy: what happens to the given object later changes nothing', () => {
    const cta = { label: 'Shop', sizes: [1] };
    const given: Record<string, Record<string, unknown>> = { 'home-hero': { cta } };
    const defaults = parseDefaults(given);
    cta.label = 'changed';
    cta.sizes.push(2);
    given.other = {};
    expect(JSON.stringify(defaults)).toBe('{"home-hero":{"cta":{"label":"Shop","sizes":[1]}}}');
  });

  it('leave the given object as it was', () => {
    const given = { 'home-hero': { cta: { sizes: [1] } } };
    parseDefaults(given);
    expect(Object.isFrozen(given['home-hero'].cta.sizes)).toBe(false);
    expect(given).toEqual({ 'home-hero': { cta: { sizes: [1] } } });
  });

  it('are frozen at every level', () => {
    const defaults = parseDefaults({ 'home-hero': { cta: { sizes: [1] } } });
    const cta: unknown = defaults['home-hero']?.cta;
    const sizes: unknown = Reflect.get(Object(cta), 'sizes');
    expect([defaults, defaults['home-hero'], cta, sizes].map((level) => Object.isFrozen(level))).toEqual(
      Array(4).fill(true),
    );
  });

  it.each(['constructor', 'toString', '__proto__'])('have no inherited experience %s', (key) => {
    expect(parseDefaults({})[key]).toBeUndefined();
  });

  it.each(['constructor', 'toString', '__proto__'])('have no inherited variable %s', (name) => {
    expect(parseDefaults({ a: {} }).a?.[name]).toBeUndefined();
  });

  it('write a date as JSON does', () => {
    expect(parseDefaults({ a: { On: new Date(0) } }).a?.On).toBe('1970-01-01T00:00:00.000Z');
  });

  it('can not change a parent by a nested __proto__', () => {
    const nested: unknown = JSON.parse('{"__proto__":{"polluted":1},"a":1}');
    expect(JSON.stringify(parseDefaults({ k: { v: nested } }))).toBe('{"k":{"v":{"a":1}}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([[null], ['text'], [1], [[]], [() => ({})]])('that are %p are refused', (value) => {
    const error = thrownBy(() => parseDefaults(value));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^defaults must be an object: experience key → variables; received /);
  });

  it.each([[null], ['text'], [1], [[]]])('of one experience that are %p are refused', (value) => {
    const error = thrownBy(() => parseDefaults({ 'home-hero': value }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^defaults\['home-hero'\] must be an object of variables; received /);
  });

  it.each(['', ' a', 'a\n', 'k'.repeat(101)])('of the key %j are refused', (key) => {
    expect(thrownBy(() => parseDefaults({ [key]: {} })).message).toMatch(
      /^a key of defaults must be an experience key/,
    );
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it('that are undefined, or hold undefined, are absent', () => {
    expect(parseDefaults({ one: undefined, two: { Title: undefined, Text: 'x' } })).toEqual({ two: { Text: 'x' } });
  });

  const deep: unknown = JSON.parse('['.repeat(33) + ']'.repeat(33));
  const sulky = {
    toJSON: (): never => {
      throw new Error('no');
    },
  };

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a BigInt', 1n],
    ['a cycle', cycle],
    ['33 levels', deep],
    ['an object that throws', sulky],
  ])('with %s for a variable are refused', (_, value) => {
    const error = thrownBy(() => parseDefaults({ 'home-hero': { Title: value } }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(
      /^defaults\['home-hero'\]\.Title must be a JSON value nested at most 32 deep; received /,
    );
  });

  it('may be nested 32 levels', () => {
    const nested: unknown = JSON.parse('['.repeat(32) + ']'.repeat(32));
    expect(JSON.stringify(parseDefaults({ a: { v: nested } }).a?.v)).toBe('['.repeat(32) + ']'.repeat(32));
  });
});
