import fc from 'fast-check';
import { safeUrl } from '../../../src/core/safe-url.js';
import { trickyAddress } from '../../support/address-pieces.js';

describe('a URL is safe that is', () => {
  it.each([
    ['a path', '/sale', '/sale'],
    ['the root', '/', '/'],
    ['a path with query and fragment', '/sale?colour=red&size=4#top', '/sale?colour=red&size=4#top'],
    ['a path with a URL in its query', '/go?to=https://shop.example/', '/go?to=https://shop.example/'],
    ['a path with a script in its query', '/go?to=javascript:alert(1)', '/go?to=javascript:alert(1)'],
    ['a relative path', 'sale/shoes', 'sale/shoes'],
    ['a relative path that climbs', '../sale', '../sale'],
    ['a relative path with a colon behind its first slash', './12:30', './12:30'],
    ['a file', 'hero.webp', 'hero.webp'],
    ['a query', '?page=2&x=a:b', '?page=2&x=a:b'],
    ['a fragment', '#top', '#top'],
    ['a URL', 'https://partner.example/sale?x=1#y', 'https://partner.example/sale?x=1#y'],
    ['a URL without encryption', 'http://partner.example:8080/', 'http://partner.example:8080/'],
    ['a URL in capitals', 'HTTPS://Partner.Example', 'https://partner.example/'],
    ['a mail address', 'mailto:help@shop.example?subject=Sale', 'mailto:help@shop.example?subject=Sale'],
    ['a telephone number', 'tel:+49-30-1234', 'tel:+49-30-1234'],
    ['a number in capitals', 'TEL:112', 'TEL:112'],
    ['a path with space around it', ' \t/sale\n', '/sale'],
    ['a path in another script', '/größe', '/gr%C3%B6%C3%9Fe'],
    ['a relative path in another script', 'größe/日本?q=é', 'gr%C3%B6%C3%9Fe/%E6%97%A5%E6%9C%AC?q=%C3%A9'],
    ['a path with what ends an attribute', `/a"b'c<d>e\`f g`, '/a%22b%27c%3Cd%3Ee%60f%20g'],
    ['a relative path with what ends an attribute', `./a"b'c<d>e\`f g`, './a%22b%27c%3Cd%3Ee%60f%20g'],
    [
      'a mail address with what ends an attribute',
      `mailto:"a b"'<>@x.example`,
      'mailto:%22a%20b%22%27%3C%3E@x.example',
    ],
    ['a path with half of a character', '/a\ud800', '/a%EF%BF%BD'],
  ])('%s', (_case, value, safe) => {
    expect(safeUrl(value)).toBe(safe);
  });
});

describe('a URL is not safe that is', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' \n'],
    ['a number', 7],
    ['a list', ['/sale']],
    ['an object that calls itself a path', { toString: () => '/sale' }],
    ['a host', '//evil.example'],
    ['a host behind many slashes', '////evil.example'],
    ['a host behind a backslash', '/\\evil.example'],
    ['a host behind two backslashes', '\\\\evil.example'],
    ['a host behind a dot', '/.//evil.example'],
    ['a host behind a relative dot', './/evil.example'],
    ['a host behind a tab', '/\t/evil.example'],
    ['a host behind a line break', '/\n/evil.example'],
    ['a path with a NUL', '/sale\0'],
    ['a script', 'javascript:alert(1)'],
    ['a script in capitals', 'JaVaScRiPt:alert(1)'],
    ['a script behind spaces', ' \u00a0\ufeffjavascript:alert(1)'],
    ['a script behind a control character', '\u0001javascript:alert(1)'],
    ['a script with a tab in it', 'java\tscript:alert(1)'],
    ['a script with a line break in it', 'java\r\nscript:alert(1)'],
    ['a script with a NUL in it', 'java\0script:alert(1)'],
    ['a script with a space before its colon', 'javascript :alert(1)'],
    ['a script by numbers', '&#106;avascript:alert(1)'],
    ['a script by hexadecimal numbers', '&#x6A;avascript:alert(1)'],
    ['a script by a name', 'javascript&colon;alert(1)'],
    ['a script behind a named tab', '&Tab;javascript:alert(1)'],
    ['a script that looks like a URL', 'javascript://shop.example/%0aalert(1)'],
    ['a script of another kind', 'vbscript:msgbox(1)'],
    ['a script with a zero-width space', 'java\u200bscript:alert(1)'],
    ['a live script', 'livescript:alert(1)'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['data of a picture', 'data:image/svg+xml,<svg onload=alert(1)>'],
    ['a source view', 'view-source:https://shop.example'],
    ['a blob', 'blob:https://shop.example/1'],
    ['a file', 'file:///etc/passwd'],
    ['an ftp site', 'ftp://shop.example/'],
    ['an app', 'intent://scan/#Intent;end'],
    ['mail without an address', 'mailto:'],
    ['mail to a host', 'mailto://evil.example'],
    ['a URL with a name', 'https://shop.example@evil.example/'],
    ['a URL with a name and a password', 'https://a:b@shop.example/'],
    ['a URL without slashes', 'https:evil.example'],
    ['a URL with one slash', 'https:/evil.example'],
    ['a URL with backslashes', 'https:\\\\evil.example'],
    ['a URL without a host', 'https://'],
    ['a URL with a bad port', 'https://shop.example:99999/'],
    ['a path with a backslash', '/sale\\shoes'],
    ['a long way to a short path', `/${'a/../'.repeat(2_000)}`],
    ['longer than servers take', `/${'a'.repeat(8_192)}`],
    ['longer than that once it is written out', `/${'ü'.repeat(2_000)}`],
  ])('%s', (_case, value) => {
    expect(safeUrl(value)).toBe('#');
    expect(safeUrl(value, '/sale')).toBe('/sale');
  });
});

describe('a fallback', () => {
  it('stands there as it is', () => {
    expect(safeUrl('javascript:alert(1)', '')).toBe('');
  });

  it('is not needed for a URL that is safe', () => {
    expect(safeUrl('/shoes', '/sale')).toBe('/shoes');
  });

  it('is not what a view engine hands over behind the arguments', () => {
    expect(Reflect.apply(safeUrl, undefined, ['javascript:alert(1)', { hash: {} }])).toBe('#');
  });
});

describe('whatever is given', () => {
  const page = 'https://shop.example/summer/sale?x=1';

  it('leads by http, to a mailbox or a telephone, in plain characters', () => {
    fc.assert(
      fc.property(trickyAddress, (address) => {
        const safe = safeUrl(address);
        expect(safe).toMatch(/^[!#-&(-;=?-_a-~]+$/);
        expect(new URL(safe, page).protocol).toMatch(/^(?:https?|mailto|tel):$/);
      }),
      { numRuns: 20_000 },
    );
  });

  it('stays on the site, or names another openly', () => {
    fc.assert(
      fc.property(trickyAddress, (address) => {
        const safe = safeUrl(address);
        const isOpen = /^(?:https?:\/\/[^/]|mailto:|tel:)/i.test(safe);
        expect(isOpen || new URL(safe, page).origin === 'https://shop.example').toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is given back unchanged once it is safe', () => {
    fc.assert(
      fc.property(trickyAddress, (address) => {
        const safe = safeUrl(address);
        expect(safeUrl(safe)).toBe(safe);
      }),
      { numRuns: 20_000 },
    );
  });
});
