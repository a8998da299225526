import { hasControlCharacter } from '../../../src/core/text.js';

const codes = Array.from({ length: 0x100 }, (_, code) => code);
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

describe('hasControlCharacter', () => {
  it.each(codes.filter(isControl))('finds the control character %i', (code) => {
    expect(hasControlCharacter(`a${String.fromCharCode(code)}b`)).toBe(true);
  });

  it('finds none in the other characters of Latin-1', () => {
    const others = codes.filter((code) => !isControl(code));
    expect(hasControlCharacter(String.fromCharCode(...others))).toBe(false);
  });

  it.each(['', 'plain', 'naïve café', '日本語', '😀', '\u2028'])('finds none in %p', (text) => {
    expect(hasControlCharacter(text)).toBe(false);
  });
});
