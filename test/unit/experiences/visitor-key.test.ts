import { varyNames } from '../../../src/config/cache-options.js';
import type { VaryName } from '../../../src/config/personalize-options.js';
import type { VisitorContext } from '../../../src/core/visitor-context.js';
import { createVisitorKey } from '../../../src/experiences/visitor-key.js';
import { createVisitor } from '../../support/visitor.js';

const everythingSent = varyNames.filter((name) => name !== 'device');
const keyOf = (changes: Partial<VisitorContext>, names: readonly VaryName[] = everythingSent) =>
  createVisitorKey(names)(createVisitor(changes));

const phone = { type: 'mobile', vendor: 'Acme', model: 'One' };

const known: Partial<VisitorContext> = {
  identity: { customerId: 'c-1', userIdentifiers: { u_em: 'somebody@example.com', u_mb: '5550100' } },
  ipAddress: '198.51.100.7',
  userAgent: 'Mozilla/5.0 (Linux)',
  dayOfWeek: 'Friday',
  hourOfDay: '23',
  attributes: { utm_source: 'mail', plan: 'gold' },
  device: phone,
};

/** One change of each input. */
const differences: readonly (readonly [string, Partial<VisitorContext>])[] = [
  ['no identity', { identity: {} }],
  ['another customer id', { identity: { ...known.identity, customerId: 'c-2' } }],
  ['no customer id', { identity: { userIdentifiers: { u_em: 'somebody@example.com', u_mb: '5550100' } } }],
  ['an empty customer id', { identity: { ...known.identity, customerId: '' } }],
  ['no other identifiers', { identity: { customerId: 'c-1' } }],
  [
    'another identifier',
    { identity: { customerId: 'c-1', userIdentifiers: { u_em: 'x@example.com', u_mb: '5550100' } } },
  ],
  ['one identifier less', { identity: { customerId: 'c-1', userIdentifiers: { u_em: 'somebody@example.com' } } }],
  [
    'identifiers that have changed places',
    { identity: { customerId: 'c-1', userIdentifiers: { u_mb: 'somebody@example.com', u_em: '5550100' } } },
  ],
  ['another address', { ipAddress: '198.51.100.8' }],
  ['no address', { ipAddress: undefined }],
  ['an empty address', { ipAddress: '' }],
  ['another agent', { userAgent: 'Mozilla/5.0 (linux)' }],
  ['no agent', { userAgent: undefined }],
  ['another day', { dayOfWeek: 'Saturday' }],
  ['another hour', { hourOfDay: '22' }],
  ['another attribute', { attributes: { utm_source: 'mail', plan: 'silver' } }],
  ['one attribute less', { attributes: { plan: 'gold' } }],
  ['one attribute more', { attributes: { utm_source: 'mail', plan: 'gold', utm_term: '' } }],
  ['no attribute', { attributes: {} }],
  ['attributes that have changed places', { attributes: { utm_source: 'gold', plan: 'mail' } }],
];

describe('two visitors', () => {
  it.each(differences)('have different keys where one has %s', (_, changes) => {
    expect(keyOf({ ...known, ...changes })).not.toBe(keyOf(known));
  });

  it('have as many keys as there are differences between them', () => {
    const keys = differences.map(([, changes]) => keyOf({ ...known, ...changes }));
    expect(new Set([keyOf(known), ...keys]).size).toBe(differences.length + 1);
  });

  it('have the same key where all is the same, in whatever order it was put in', () => {
    const other = {
      ...known,
      identity: { userIdentifiers: { u_mb: '5550100', u_em: 'somebody@example.com' }, customerId: 'c-1' },
      attributes: { plan: 'gold', utm_source: 'mail' },
    };
    expect(keyOf(other)).toBe(keyOf(known));
  });

  it('have the same key where neither has an identifier, said or unsaid', () => {
    expect(keyOf({ identity: { userIdentifiers: {} } })).toBe(keyOf({ identity: {} }));
  });

  it.each<[string, Partial<VisitorContext>]>([
    ['time zone', { timeZone: 'Asia/Kolkata', utcOffsetSeconds: 19_800 }],
    ['operating system', { os: { name: 'iOS', version: '19' } }],
    ['browser', { browser: { name: 'Firefox', version: '150' } }],
    ['query', { queryAttributes: { utm_source: 'other' } }],
    ['kind of device', { device: { ...phone, type: 'tablet' } }],
  ])('have the same key where they differ in their %s alone, which is not sent', (_, changes) => {
    expect(keyOf({ ...known, ...changes })).toBe(keyOf(known));
  });

  it.each<[Partial<VisitorContext>, Partial<VisitorContext>]>([
    [{ attributes: { a: 'b|c' } }, { attributes: { 'a|b': 'c' } }],
    [{ attributes: { a: '1', b: '2' } }, { attributes: { a: '1,b=2' } }],
    [{ attributes: { a: '","b":"' } }, { attributes: { a: '', b: '' } }],
    [
      { ipAddress: 'x', userAgent: undefined },
      { ipAddress: undefined, userAgent: 'x' },
    ],
    [{ identity: { customerId: 'null' } }, { identity: {} }],
    [{ identity: { customerId: 'u_em' } }, { identity: { userIdentifiers: { u_em: 'u_em' } } }],
    [{ attributes: { a: '\ud800' } }, { attributes: { a: '\ud801' } }],
    [{ attributes: { a: '\ud800' } }, { attributes: { a: '\ufffd' } }],
    [{ attributes: { a: '\ud800' } }, { attributes: { a: '\\ud800' } }],
    [{ attributes: { a: '\u00e9' } }, { attributes: { a: 'e\u0301' } }],
  ])('have different keys though a careless one might be the same: %j and %j', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe('a key', () => {
  it('is the same wherever it is made', () => {
    const visitor = createVisitor(known);
    expect(createVisitorKey(everythingSent)(visitor)).toBe(createVisitorKey(everythingSent)(visitor));
  });

  it('is computed once for a context', () => {
    const read = jest.fn(() => '14');
    const visitor = Object.defineProperty(createVisitor(), 'hourOfDay', { get: read });
    const visitorKey = createVisitorKey(['hourOfDay']);
    expect(visitorKey(visitor)).toBe(visitorKey(visitor));
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe('vary', () => {
  const changed: Partial<VisitorContext> = {
    identity: { customerId: 'c-2' },
    ipAddress: '198.51.100.8',
    userAgent: 'curl/8',
    dayOfWeek: 'Saturday',
    hourOfDay: '22',
    attributes: {},
    device: { ...phone, type: 'tablet' },
  };

  it.each(varyNames)('%s tells visitors apart by that', (name) => {
    expect(keyOf(changed, [name])).not.toBe(keyOf(known, [name]));
  });

  it.each(varyNames)('without %s does not tell visitors apart by that', (name) => {
    const others = varyNames.filter((other) => other !== name);
    expect(keyOf({ ...known, [name]: changed[name] }, others)).toBe(keyOf(known, others));
  });

  it('of nothing takes everybody for the same', () => {
    expect(keyOf(changed, [])).toBe(keyOf(known, []));
  });

  it('device looks at its kind, and not at its maker or model', () => {
    expect(keyOf({ device: { type: 'mobile', vendor: 'Other', model: 'Two' } }, ['device'])).toBe(
      keyOf({ device: phone }, ['device']),
    );
  });

  it.each(['tablet', 'desktop', '', undefined])('device tells a mobile from %p', (type) => {
    expect(keyOf({ device: { ...phone, type } }, ['device'])).not.toBe(keyOf({ device: phone }, ['device']));
  });
});
