import fc from 'fast-check';
import { cleanText } from '../../../src/context/clean-text.js';

describe('cleaned text', () => {
  it.each([
    ['keeps what is clean', 'spring sale', 'spring sale'],
    ['drops surrounding space', ' \u00a0a b\t', 'a b'],
    ['drops C0 controls', 'a\u0000b\r\nc', 'abc'],
    ['drops DEL and C1 controls', 'a\u007fb\u0085c\u009f', 'abc'],
    ['drops space that a control hid', '\u0000 a \u0000', 'a'],
    ['replaces a lone high surrogate', 'a\ud83d', 'a\ufffd'],
    ['replaces a lone low surrogate', '\ude00a', '\ufffda'],
    ['does not join the halves of a pair around a control', '\ud83d\u0000\ude00', '\ufffd\ufffd'],
    ['keeps a surrogate pair', '\u{1f600}', '\u{1f600}'],
    ['cuts at the limit', 'x'.repeat(20), 'x'.repeat(12)],
    ['drops a pair that the limit would halve', `${'x'.repeat(11)}\u{1f600}`, 'x'.repeat(11)],
    ['keeps a pair that ends at the limit', `${'x'.repeat(10)}\u{1f600}y`, `${'x'.repeat(10)}\u{1f600}`],
    ['drops space that the cut brought to the end', `${'x'.repeat(11)} y`, 'x'.repeat(11)],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text, 12)).toBe(expected);
  });

  it.each(['', ' ', '\u0000', '\r\n\t', '\u0085'])('is absent where nothing is left of %j', (text) => {
    expect(cleanText(text, 12)).toBeUndefined();
  });

  it('is clean whatever the text was, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const cleaned = cleanText(text, limit);
        if (cleaned === undefined) return;
        expect(cleaned.length).toBeLessThanOrEqual(limit);
        expect(cleaned.isWellFormed()).toBe(true);
        expect(cleaned).toBe(cleaned.trim());
        expect(cleaned).not.toMatch(/\p{Cc}/u);
        expect(cleanText(cleaned, limit)).toBe(cleaned);
      }),
      { numRuns: 5_000 },
    );
  });
});
