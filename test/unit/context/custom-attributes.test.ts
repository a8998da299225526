import { createPieceReader } from '../../../src/context/callback-piece.js';
import { attributesPiece, mergeAttributes } from '../../../src/context/custom-attributes.js';
import { noAttributes, readQueryAttributes } from '../../../src/context/query-attributes.js';
import { createManualClock, recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';

const canary = 'canary-4711';

/** What comes of `attributes` returning this; callbacks are not bound to their types at run time. */
async function attributed(value: unknown) {
  const warnings = recordWarnings();
  const piece = { ...attributesPiece(() => ({})), callback: () => value };
  const read = createPieceReader(piece, { clock: createManualClock(), warnings });
  const attributes = await readRequest((req) => read(req, 100));
  return { attributes, own: { ...attributes }, warnings };
}

describe('custom attributes', () => {
  it.each([
    ['strings', { page: ' home\u0000 ' }, { page: 'home' }],
    ['numbers', { total: 12.5, items: 0 }, { total: '12.5', items: '0' }],
    ['booleans', { member: true, sale: false }, { member: 'true', sale: 'false' }],
    ['what is there, not what is absent', { a: undefined, b: null, c: '', d: ' ', e: 'x' }, { e: 'x' }],
    ['long values, cut', { a: 'x'.repeat(300) }, { a: 'x'.repeat(256) }],
    ['nothing for undefined', undefined, {}],
    ['nothing for null', null, {}],
    ['nothing for an empty object', {}, {}],
  ])('are %s', async (_, value, expected) => {
    const { own, warnings } = await attributed(value);
    expect(own).toEqual(expected);
    expect(warnings.codes).toEqual([]);
  });

  it.each([
    ['an object', { a: { canary } }],
    ['an array', { a: [canary] }],
    ['a function', { a: () => canary }],
    ['a symbol', { a: Symbol(canary) }],
    ['NaN', { a: NaN }],
    ['infinity', { a: Infinity }],
    ['experience_key', { experience_key: canary }],
    ['identifiers', { identifiers: canary }],
    ['USER_IP_ADDRESS', { USER_IP_ADDRESS: canary }],
    ['USER_AGENT', { USER_AGENT: canary }],
    ['DAY_OF_THE_WEEK', { DAY_OF_THE_WEEK: canary }],
    ['TIME_OF_THE_DAY', { TIME_OF_THE_DAY: canary }],
    ['__proto__', JSON.parse('{"__proto__":"canary-4711"}')],
    ['constructor', { constructor: canary }],
    ['an empty name', { '': canary }],
    ['a control character in a name', { 'a\r\n': canary }],
    ['an over-long name', { ['a'.repeat(101)]: canary }],
    ['an array in place of the record', [canary]],
    ['a string in place of the record', canary],
  ])('are without %s, which is warned about and not printed', async (_, value) => {
    const { own, warnings } = await attributed(value);
    expect(own).toEqual({});
    expect(warnings.codes).toEqual(['MOE_WARN_ATTRIBUTES']);
    expect(warnings.text).not.toContain(canary);
  });

  it('keep the siblings of one that is refused', async () => {
    const { own } = await attributed({ experience_key: 'evil', page: 'home', bad: {} });
    expect(own).toEqual({ page: 'home' });
  });

  it('are fifty at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a${index}`, index]));
    const { own, warnings } = await attributed(many);
    expect(Object.keys(own)).toHaveLength(50);
    expect(warnings.codes).toContain('MOE_WARN_ATTRIBUTES');
  });

  it('are frozen and inherit nothing by name', async () => {
    const { attributes } = await attributed({ page: 'home' });
    expect(Object.isFrozen(attributes)).toBe(true);
    expect('constructor' in attributes).toBe(false);
  });
});

describe('merged attributes', () => {
  const query = readQueryAttributes('/?utm_source=mail&utm_term=x', ['utm_source', 'utm_term']);

  it('are those of the query where there are no others', () => {
    expect(mergeAttributes(query, noAttributes)).toBe(query);
  });

  it('are both, of which the custom ones win, in a frozen record of their own', async () => {
    const { attributes } = await attributed({ utm_source: 'app', page: 'home' });
    const merged = mergeAttributes(query, attributes);
    expect({ ...merged }).toEqual({ utm_source: 'app', utm_term: 'x', page: 'home' });
    expect({ ...query }).toEqual({ utm_source: 'mail', utm_term: 'x' });
    expect(Object.isFrozen(merged)).toBe(true);
    expect('constructor' in merged).toBe(false);
  });
});
