import fc from 'fast-check';

/** Addresses put together of what parsers have been fooled with. */
export const trickyAddress: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...['/', '//', '\\', '.', '..', '%2e', '%2f', '%5c', '%3a', '%', '@', ':', '?', '#', '&', '&colon;', '&#58;'],
      ...['\t', '\n', '\r', '\0', ' ', '\u00a0', '\u200b', '\u2028', '\ufeff', '"', "'", '<', '>', '`', '='],
      ...['https:', 'http://', 'javascript:', 'JaVaScRiPt', 'java', 'script:', 'data:', 'vbscript:', 'mailto:', 'tel:'],
      ...['evil.example', 'shop.example', '[::1]', ':80', 'alert(1)', 'é', '：', '\ud800'],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
