import { parseUrl } from '../../../src/core/parse-url.js';

describe('a text', () => {
  it.each([
    ['with a host of its own', 'https://shop.example/a?b#c', undefined, 'https://shop.example/a?b#c'],
    ['that needs a base', '../b', 'https://shop.example/a/', 'https://shop.example/b'],
    ['with its own host beside a base', 'https://b.example/', 'https://a.example/', 'https://b.example/'],
    ['in Latin-1', 'https://bücher.example/', undefined, 'https://xn--bcher-kva.example/'],
  ])('%s is parsed', (_case, text, base, href) => {
    expect(parseUrl(text, base)?.href).toBe(href);
  });

  it.each(['', '/a', 'https://', 'https://shop.example:99999/', 'https://a b/'])('%j is no URL', (text) => {
    expect(parseUrl(text)).toBeUndefined();
  });

  it('is no URL where its base is none', () => {
    expect(parseUrl('/a', 'shop.example')).toBeUndefined();
  });
});
