import { readCookie } from '../../../src/context/cookie.js';

describe('readCookie', () => {
  it.each([
    ['tz=Europe/Paris', 'Europe/Paris'],
    ['a=1; tz=Europe/Paris; b=2', 'Europe/Paris'],
    ['a=1;tz=Europe/Paris', 'Europe/Paris'],
    [' tz = Europe/Paris ', 'Europe/Paris'],
    ['tz="Europe/Paris"', 'Europe/Paris'],
    ['tz="', '"'],
    ['tz=', ''],
    ['tz=a=b', 'a=b'],
    ['tz=Europe%2FParis', 'Europe%2FParis'],
    ['tz=first; tz=second', 'first'],
    ['xtz=evil; tz=good', 'good'],
    ['tz; tz=good', 'good'],
    ['a=tz; tz=good', 'good'],
  ])('of %j reads %j', (header, value) => {
    expect(readCookie(header, 'tz')).toBe(value);
  });

  it.each([undefined, '', 'tz', ';;;', 'xtz=1', 'tzx=1', 'TZ=1', 'a=tz=1'])('finds nothing in %j', (header) => {
    expect(readCookie(header, 'tz')).toBeUndefined();
  });

  it('does not look past what Node accepts as headers by default', () => {
    expect(readCookie(`${'a=1;'.repeat(5_000)}tz=late`, 'tz')).toBeUndefined();
  });
});
