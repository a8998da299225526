import { createPieceReader } from '../../../src/context/callback-piece.js';
import { identityPiece } from '../../../src/context/identity.js';
import { createManualClock, recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';

const canary = 'canary-4711';

/** What comes of `identify` returning this; callbacks are not bound to their types at run time. */
async function identified(value: unknown) {
  const warnings = recordWarnings();
  const piece = { ...identityPiece(() => null), callback: () => value };
  const read = createPieceReader(piece, { clock: createManualClock(), warnings });
  return { identity: await readRequest((req) => read(req, 100)), warnings };
}

describe('identity', () => {
  it.each([
    ['a customer id', { customerId: 'user_1' }, { customerId: 'user_1' }],
    ['a customer id with space around it', { customerId: ' user_1 ' }, { customerId: 'user_1' }],
    ['a number as customer id', { customerId: 8821 }, { customerId: '8821' }],
    ['zero as customer id', { customerId: 0 }, { customerId: '0' }],
    ['the longest customer id', { customerId: 'x'.repeat(512) }, { customerId: 'x'.repeat(512) }],
    [
      'identifiers',
      { userIdentifiers: { u_em: 'a@b.c', u_mb: '+91' } },
      { userIdentifiers: { u_em: 'a@b.c', u_mb: '+91' } },
    ],
    ['both', { customerId: 'a', userIdentifiers: { u_em: 'b' } }, { customerId: 'a', userIdentifiers: { u_em: 'b' } }],
    [
      'absent identifiers',
      { customerId: 'a', userIdentifiers: { u_em: undefined, u_mb: null, u_x: '' } },
      { customerId: 'a' },
    ],
    ['members that are not known', { customerId: 'a', password: canary }, { customerId: 'a' }],
  ])('is taken from %s', async (_, value, expected) => {
    const { identity, warnings } = await identified(value);
    expect(JSON.parse(JSON.stringify(identity))).toEqual(expected);
    expect(warnings.codes).toEqual([]);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['an empty object', {}],
    ['an undefined customer id', { customerId: undefined }],
    ['a null customer id', { customerId: null }],
    ['an empty customer id', { customerId: '' }],
    ['null identifiers', { userIdentifiers: null }],
    ['no identifiers', { userIdentifiers: {} }],
  ])('is anonymous, without a warning, for %s', async (_, value) => {
    const { identity, warnings } = await identified(value);
    expect(identity).toEqual({});
    expect(warnings.codes).toEqual([]);
  });

  it.each([
    ['a string', canary],
    ['an array', [canary]],
    ['a misspelt member', { customer_id: canary }],
    ['an over-long customer id', { customerId: `${canary}${'x'.repeat(512)}` }],
    ['a customer id with a control character', { customerId: `${canary}\n` + 'x' }],
    ['a customer id with half a character', { customerId: `${canary}\ud800` }],
    ['a customer id of spaces', { customerId: '   ' }],
    ['an object as customer id', { customerId: { id: canary } }],
    ['NaN as customer id', { customerId: NaN }],
    ['a number that lost digits as customer id', { customerId: 2 ** 53 }],
    ['a boolean as customer id', { customerId: true }],
    ['a string as identifiers', { userIdentifiers: canary }],
    ['an array as identifiers', { userIdentifiers: [canary] }],
    ['an object among the identifiers', { userIdentifiers: { u_em: { canary } } }],
    ['a reserved name among the identifiers', { userIdentifiers: { experience_key: canary } }],
    ['a prototype among the identifiers', { userIdentifiers: JSON.parse('{"__proto__":"canary-4711"}') }],
    ['a control character in a name', { userIdentifiers: { 'u\n': canary } }],
    ['an over-long name', { userIdentifiers: { ['u'.repeat(101)]: canary } }],
  ])('is anonymous, with a warning that does not print it, for %s', async (_, value) => {
    const { identity, warnings } = await identified(value);
    expect(identity).toEqual({});
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY']);
    expect(warnings.text).not.toContain(canary);
  });

  it('keeps the sound half of one whose other half is not', async () => {
    const { identity } = await identified({ customerId: {}, userIdentifiers: { u_em: 'a@b.c', bad: 1.5 } });
    expect(JSON.parse(JSON.stringify(identity))).toEqual({ userIdentifiers: { u_em: 'a@b.c' } });
  });

  it('holds twenty identifiers at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`u_${index}`, 'x']));
    const { identity, warnings } = await identified({ userIdentifiers: many });
    expect(Object.keys(identity.userIdentifiers ?? {})).toHaveLength(20);
    expect(warnings.codes).toContain('MOE_WARN_IDENTIFY');
  });

  it('is frozen and inherits nothing by name', async () => {
    const { identity } = await identified({ customerId: 'a', userIdentifiers: { u_em: 'b' } });
    expect([identity, identity.userIdentifiers].every((part) => Object.isFrozen(part))).toBe(true);
    expect('constructor' in (identity.userIdentifiers ?? {})).toBe(false);
  });

  it('is anonymous, with a warning, where a member throws when it is read', async () => {
    const value = Object.defineProperty({}, 'customerId', {
      enumerable: true,
      get: () => {
        throw new Error(canary);
      },
    });
    const { identity, warnings } = await identified(value);
    expect(identity).toEqual({});
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY']);
    expect(warnings.text).not.toContain(canary);
  });
});
