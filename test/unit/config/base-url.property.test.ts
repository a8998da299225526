import fc from 'fast-check';
import { resolveBaseUrl } from '../../../src/config/base-url.js';
import { isPersonalizeError } from '../../../src/core/errors.js';
import { trickyAddress } from '../../support/address-pieces.js';

/** The base URL, or `undefined` where it is refused as an option is. */
function tryResolve(baseUrl: string): string | undefined {
  try {
    return resolveBaseUrl(baseUrl, undefined);
  } catch (error) {
    if (isPersonalizeError(error)) return undefined;
    throw error;
  }
}

describe('what passes for a base URL', () => {
  it.each([
    ['a host behind a tab', 'https://\tevil.example/v1', 'https://evil.example/v1'],
    ['a host with a soft hyphen', 'http://local\u00adhost/v1', 'http://localhost/v1'],
    ['a host in wide letters', 'http://ｌｏｃａｌｈｏｓｔ/v1', 'http://localhost/v1'],
    ['a host by an ideographic full stop', 'http://127。0。0。1/v1', 'http://127.0.0.1/v1'],
    ['a path that looks like a host', 'https://shop.example//evil.example', 'https://shop.example//evil.example'],
    ['a path of encoded dots', 'https://shop.example/%2e%2e/v1', 'https://shop.example/v1'],
  ])('%s is what it is to every parser', (_case, given, resolved) => {
    expect(tryResolve(given)).toBe(resolved);
  });

  it.each([
    ['the loopback by another name', 'http://localhost.evil.example/v1'],
    ['an ideographic full stop in the name', 'http://localhost。evil.example/v1'],
    ['a NUL behind the loopback', 'http://localhost%00.evil.example/v1'],
    ['wide slashes', 'http:／／localhost／v1'],
    ['an address of the network by octets', 'http://0300.0250.1.1/v1'],
    ['an address with a zone', 'http://[::1%25lo]/v1'],
    ['the loopback as IPv4 in IPv6', 'http://[::127.0.0.1]/v1'],
    ['an address that is not quite the loopback', 'http://[::1:0]/v1'],
    ['a name that begins as the loopback', 'http://127.evil.example/v1'],
    ['two hosts', 'http://localhost,evil.example/v1'],
    ['a host behind a semicolon', 'http://localhost;evil.example/v1'],
    ['a scheme within a scheme', 'view-source:https://shop.example/v1'],
  ])('is not %s', (_case, given) => {
    expect(tryResolve(given)).toBeUndefined();
  });

  it('is one host, by https or on this machine, and passes again as it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'https://', 'http://', 'http://localhost', 'https://a'),
        trickyAddress,
        (head, tail) => {
          const resolved = tryResolve(head + tail);
          if (resolved === undefined) return;
          const { protocol, hostname, username, password, search, hash } = new URL(resolved);
          expect(resolved).toMatch(/^https?:\/\/[^/@?#\\\s]+(?:\/[^?#\\\s]*)?$/);
          expect([username, password, search, hash]).toEqual(['', '', '', '']);
          expect(protocol === 'https:' || /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname)).toBe(true);
          expect(tryResolve(resolved)).toBe(resolved);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
