import fc from 'fast-check';
import { cleanTarget } from '../../../src/events/click-target.js';
import { trickyAddress } from '../../support/address-pieces.js';

describe('a target is', () => {
  it.each([
    ['a path', '/sale', '/sale'],
    ['the root', '/', '/'],
    ['a path with query and fragment', '/sale?colour=red&size=4#top', '/sale?colour=red&size=4#top'],
    ['a path with a URL in its query', '/go?to=https://shop.example/', '/go?to=https://shop.example/'],
    ['a path that climbs', '/a/../../sale', '/sale'],
    ['a path with space around it', ' /sale ', '/sale'],
    ['a path that is not plain ASCII', '/señales/größe?q=日本', '/se%C3%B1ales/gr%C3%B6%C3%9Fe?q=%E6%97%A5%E6%9C%AC'],
    ['a path with quotes', '/a"b<c>', '/a%22b%3Cc%3E'],
    ['a URL of another site', 'https://partner.example/sale?x=1#y', 'https://partner.example/sale?x=1#y'],
    ['a URL without encryption', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['a URL in capitals', 'HTTPS://Partner.Example', 'https://partner.example/'],
    ['a URL with a name in another script', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('%s', (_case, target, clean) => {
    expect(cleanTarget(target)).toBe(clean);
  });
});

describe('a target is not', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['empty', ''],
    ['no text', 7],
    ['a list', ['/sale']],
    ['a URL object', new URL('https://shop.example/')],
    ['a host', '//evil.example'],
    ['a host behind many slashes', '///evil.example'],
    ['a host behind a backslash', '/\\evil.example'],
    ['a host behind two backslashes', '\\\\evil.example'],
    ['a host behind a dot', '/.//evil.example'],
    ['a host behind two dots', '/..//evil.example'],
    ['a host behind an encoded dot', '/%2e//evil.example'],
    ['a host behind a tab', '/\t/evil.example'],
    ['a host behind a line break', '/\n/evil.example'],
    ['a path with a backslash', '/sale\\red'],
    ['a header of its own', '/sale\r\nSet-Cookie: a=b'],
    ['a path with a NUL', '/sale\0'],
    ['a relative path', 'sale'],
    ['a relative path that climbs', '../sale'],
    ['a query', '?q=1'],
    ['a fragment', '#top'],
    ['a script', 'javascript:alert(1)'],
    ['a script in capitals', 'JavaScript:alert(1)'],
    ['a script behind a space', ' javascript:alert(1)'],
    ['a script behind a line break', 'java\nscript:alert(1)'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['a blob', 'blob:https://shop.example/1'],
    ['a file', 'file:///etc/passwd'],
    ['a mail address', 'mailto:a@shop.example'],
    ['a URL with a name', 'https://shop.example@evil.example/'],
    ['a URL with a name and a password', 'https://a:b@shop.example/'],
    ['a URL without slashes', 'https:evil.example'],
    ['a URL with one slash', 'https:/evil.example'],
    ['a URL with three slashes', 'https:///evil.example'],
    ['a URL with backslashes', 'https:\\\\evil.example'],
    ['a URL without a host', 'https://'],
    ['a URL with a bad port', 'https://shop.example:99999/'],
    ['longer than a token can hold', `/${'a'.repeat(2_048)}`],
    ['longer than that once it is written out', `/${'ü'.repeat(400)}`],
  ])('%s', (_case, target) => {
    expect(cleanTarget(target)).toBeUndefined();
  });
});

describe('whatever is given', () => {
  const site = 'https://shop.example';

  it('is given back unchanged once it is clean', () => {
    fc.assert(
      fc.property(trickyAddress, (address) => {
        const clean = cleanTarget(address);
        expect(clean === undefined ? undefined : cleanTarget(clean)).toBe(clean);
      }),
      { numRuns: 20_000 },
    );
  });

  it('leads where it says, by http, in plain characters', () => {
    fc.assert(
      fc.property(trickyAddress, (address) => {
        const clean = cleanTarget(address);
        if (clean === undefined) return;
        expect(clean).toMatch(/^[!-~]+$/);
        const { origin, protocol, href } = new URL(clean, `${site}/personalize/click?t=token`);
        expect(['http:', 'https:']).toContain(protocol);
        expect(clean.startsWith('/') ? origin : href).toBe(clean.startsWith('/') ? site : clean);
      }),
      { numRuns: 20_000 },
    );
  });
});
