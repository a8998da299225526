import { parseQuery } from '../../../src/client/parse-query.js';
import { daysOfWeek } from '../../../src/core/visitor-context.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';

const refusal = (query: unknown) => thrownBy(() => callUntyped(parseQuery, query));

describe('a query', () => {
  it('keeps what is known of the visitor', () => {
    const query = { keys: ['a'], identity: { customerId: 'user_1' }, ipAddress: '203.0.113.9', hourOfDay: '07' };
    expect(parseQuery(query)).toEqual(query);
  });

  it('names each key once', () => {
    expect(parseQuery({ keys: ['b', 'a', 'b'] }).keys).toEqual(['b', 'a']);
  });

  it("may ask for 'all'", () => {
    expect(parseQuery({ keys: 'all' }).keys).toBe('all');
  });

  it('of no key stays of no key, which does not mean all', () => {
    expect(parseQuery({ keys: [] }).keys).toEqual([]);
  });

  it('takes undefined for absent', () => {
    const absent = { identity: undefined, ipAddress: undefined, userAgent: undefined, attributes: undefined };
    expect(() => parseQuery({ keys: ['a'], ...absent, dayOfWeek: undefined, hourOfDay: undefined })).not.toThrow();
  });

  it.each([[null], [undefined], ['a'], [['a']], [7]])('that is %p is refused', (query) => {
    const error = refusal(query);
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^query must be an object; received /);
  });

  it.each([[undefined], [null], ['home-hero'], ['ALL'], [{}], [7]])('with keys of %p is refused', (keys) => {
    const error = refusal({ keys });
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^query\.keys must be an array of experience keys; received /);
  });

  it.each([[''], [' a'], [7], [null], ['k'.repeat(101)]])('with the key %p is refused', (key) => {
    expect(refusal({ keys: ['a', key] }).message).toMatch(/^query\.keys\[1\] must be an experience key/);
  });
});

describe('day and hour', () => {
  it.each(daysOfWeek)('%s is a day', (dayOfWeek) => {
    expect(parseQuery({ keys: ['a'], dayOfWeek }).dayOfWeek).toBe(dayOfWeek);
  });

  it.each(Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')))('%s is an hour', (hourOfDay) => {
    expect(parseQuery({ keys: ['a'], hourOfDay }).hourOfDay).toBe(hourOfDay);
  });

  it.each([['monday'], ['Mon'], ['funday'], [''], [1], [null]])('%p is no day', (dayOfWeek) => {
    const error = refusal({ keys: ['a'], dayOfWeek });
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^query\.dayOfWeek must be one of Monday, .*, Sunday; received /);
  });

  it.each([['24'], ['7'], ['007'], ['-1'], ['07:00'], ['07\n'], [''], ['٠٧']])('%p is no hour', (hourOfDay) => {
    const error = refusal({ keys: ['a'], hourOfDay });
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^query\.hourOfDay must be two digits from 00 to 23; received /);
  });

  it.each([[14], [null], [['14']]])('%p is no hour, since it is no string', (hourOfDay) => {
    expect(refusal({ keys: ['a'], hourOfDay }).message).toMatch(/^query\.hourOfDay must be a string; received /);
  });
});

describe('what is personal', () => {
  it.each([
    ['query.identity', 'an object', { identity: 'canary' }],
    ['query.identity', 'an object', { identity: null }],
    ['query.identity.customerId', 'a string', { identity: { customerId: 4242424242 } }],
    ['query.identity.customerId', 'a string', { identity: { customerId: null } }],
    ['query.identity.customerId', 'a string', { identity: { customerId: { id: 'canary' } } }],
    ['query.identity.userIdentifiers', 'an object of strings', { identity: { userIdentifiers: 'canary' } }],
    ['query.identity.userIdentifiers', 'an object of strings', { identity: { userIdentifiers: null } }],
    ['query.identity.userIdentifiers.u_mb', 'a string', { identity: { userIdentifiers: { u_mb: 4242424242 } } }],
    ['query.ipAddress', 'a string', { ipAddress: 4242424242 }],
    ['query.ipAddress', 'a string', { ipAddress: null }],
    ['query.userAgent', 'a string', { userAgent: ['canary'] }],
    ['query.attributes', 'an object of strings', { attributes: 'canary' }],
    ['query.attributes', 'an object of strings', { attributes: null }],
    ['query.attributes.utm_source', 'a string', { attributes: { utm_source: 4242424242 } }],
    ['query.attributes.utm_source', 'a string', { attributes: { utm_source: null } }],
  ])('%s must be %s, and what it was is not shown', (name, rule, context) => {
    const error = refusal({ keys: ['a'], ...context });
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/received an? \w+, not shown \(MOE_OPTION_INVALID\)$/);
    expect(error.message.startsWith(`${name} must be ${rule}; `)).toBe(true);
    expect(error.message).not.toMatch(/canary|4242/);
  });
});

it.each(['identifiers', 'experience_key', 'USER_IP_ADDRESS', 'constructor'])('the attribute %s is reserved', (name) => {
  const error = refusal({ keys: ['a'], attributes: { [name]: 'canary' } });
  expect([error.code, error.message]).toEqual([
    'MOE_OPTION_INSECURE',
    `query.attributes.${name} is refused: the name is reserved (MOE_OPTION_INSECURE)`,
  ]);
});
