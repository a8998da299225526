import { createVisitor } from '../../../../src/emulator/targeting/visitor.js';
import type { FetchRequest } from '../../../../src/emulator/api/fetch-request.js';

const nothing: FetchRequest = {
  customerId: undefined,
  userIdentifiers: {},
  keys: undefined,
  day: undefined,
  hour: undefined,
  ipAddress: undefined,
  userAgent: undefined,
  session: {},
};

const nowhere = (): readonly string[] => [];
const bucketOf = (known: Partial<FetchRequest>, profile?: { id: string }): string =>
  createVisitor({ ...nothing, ...known }, profile && { ...profile, identifiers: {}, attributes: {} }, nowhere).bucketId;

describe('what variations stick to', () => {
  it('is the customer, on whatever device', () => {
    expect(bucketOf({ customerId: 'a', ipAddress: '192.0.2.1' })).toBe(bucketOf({ customerId: 'a', userAgent: 'x' }));
  });

  it('is the profile, however the request led to it', () => {
    expect(bucketOf({ userIdentifiers: { u_em: 'a@b' } }, { id: 'a' })).toBe(
      bucketOf({ customerId: 'a' }, { id: 'a' }),
    );
  });

  it('is the identifiers of an unknown customer, in whatever order', () => {
    expect(bucketOf({ userIdentifiers: { a: '1', b: '2' } })).toBe(bucketOf({ userIdentifiers: { b: '2', a: '1' } }));
  });

  it('is address and browser of an anonymous visitor', () => {
    const device = { ipAddress: '192.0.2.1', userAgent: 'x' };

    expect(bucketOf(device)).toBe(bucketOf(device));
    expect(bucketOf(device)).not.toBe(bucketOf({ ...device, userAgent: 'y' }));
  });

  it('is new for each request that tells nothing', () => {
    expect(bucketOf({})).not.toBe(bucketOf({}));
  });
});

describe('createVisitor', () => {
  it('looks up the countries of the address', () => {
    const seen: string[] = [];
    const countriesOf = (address: string): readonly string[] => (seen.push(address), ['IN']);

    expect(createVisitor({ ...nothing, ipAddress: '192.0.2.1' }, undefined, countriesOf).countries).toEqual(['IN']);
    expect(createVisitor(nothing, undefined, countriesOf).countries).toEqual([]);
    expect(seen).toEqual(['192.0.2.1']);
  });

  it('classifies the user agent', () => {
    const known = createVisitor({ ...nothing, userAgent: 'Mozilla/5.0 (iPad; OS) Safari/604.1' }, undefined, nowhere);

    expect(known).toMatchObject({ device: 'tablet', browser: 'Safari', os: 'iOS' });
  });
});
