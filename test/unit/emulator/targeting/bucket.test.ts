import fc from 'fast-check';

import { bucketOf, isWithin, pickWeighted } from '../../../../src/emulator/targeting/bucket.js';

const visitors = Array.from({ length: 2_000 }, (_, index) => `visitor ${index}`);

describe('bucketOf', () => {
  it('is the same for the same parts', () => {
    fc.assert(fc.property(fc.array(fc.string()), (parts) => bucketOf(...parts) === bucketOf(...parts)));
  });

  it('lies from 0 up to but not including 1', () => {
    fc.assert(fc.property(fc.string(), (part) => bucketOf(part) >= 0 && bucketOf(part) < 1));
  });

  it('tells apart parts that look alike when joined', () => {
    expect(bucketOf('a', 'bc')).not.toBe(bucketOf('ab', 'c'));
  });
});

describe('isWithin', () => {
  it.each([
    [0, 0],
    [100, 2_000],
  ])('takes at %d%% exactly %d of 2,000', (percent, expected) => {
    expect(visitors.filter((id) => isWithin(percent, id))).toHaveLength(expected);
  });

  it('takes about a tenth at 10%', () => {
    const share = visitors.filter((id) => isWithin(10, id)).length / visitors.length;

    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });
});

describe('pickWeighted', () => {
  const items = [
    { id: 'a', weight: 1 },
    { id: 'none', weight: 0 },
    { id: 'b', weight: 3 },
  ];

  it.each([
    [0, 'a'],
    [0.249, 'a'],
    [0.25, 'b'],
    [0.999_999, 'b'],
  ])('at %d picks %s', (position, id) => {
    expect(pickWeighted(items, position)?.id).toBe(id);
  });

  it('spreads visitors by weight', () => {
    const share = visitors.filter((id) => pickWeighted(items, bucketOf(id))?.id === 'b').length / visitors.length;

    expect(share).toBeGreaterThan(0.71);
    expect(share).toBeLessThan(0.79);
  });
});
