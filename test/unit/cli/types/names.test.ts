import { commentText, memberName } from '../../../../src/cli/types/names.js';

describe('a name is written', () => {
  it.each([
    ['bare', 'Title', 'Title'],
    ['bare where it is a word of the language', 'constructor', 'constructor'],
    ['quoted with letters that some versions do not know', 'größe', "'größe'"],
    ['quoted with a dash', 'home-hero', "'home-hero'"],
    ['quoted where it begins with a digit', '2nd', "'2nd'"],
    ['quoted where it is empty', '', "''"],
    ['with its single quotes escaped', "it's", String.raw`'it\'s'`],
    ['with double quotes as they are', 'a "b"', `'a "b"'`],
    ['with backslashes escaped', 'a\\', String.raw`'a\\'`],
    ['with a backslash before a quote', String.raw`a\"`, String.raw`'a\\"'`],
    ['on one line', 'a\nb\r\u2028', String.raw`'a\nb\r\u{2028}'`],
    ['with turned directions shown', 'a\u202eb', String.raw`'a\u{202e}b'`],
    ['as what no comment could end', '*/', "'*/'"],
  ])('%s', (_how, name, written) => {
    expect(memberName(name)).toBe(written);
  });
});

describe('text of the dashboard in a comment', () => {
  it.each([
    ['does not end it', 'a */ b */', String.raw`"a *\/ b *\/"`],
    ['stays on its line', 'a\n * @deprecated\r\n\u2028b', '"a * @deprecated b"'],
    ['keeps its direction', 'a\u202eb', '"a b"'],
    ['is whole text even where it is cut', `${'x'.repeat(119)}😀`, `"${'x'.repeat(119)}\ufffd…"`],
  ])('%s', (_what, text, written) => {
    expect(commentText(text)).toBe(written);
  });
});
