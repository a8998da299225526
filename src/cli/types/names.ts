/** In Latin letters: which others a name may have, each version of TypeScript knows for itself. */
const identifier = /^[A-Za-z_$][\w$]*$/;

/** What JSON leaves as it is, but an editor or a terminal would not show as it is: turned directions, hidden breaks. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu;

const escapeUnseen = (text: string): string =>
  text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** The text as a literal in single quotes, which nothing in it can end. */
function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  const single = inner.replace(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part));
  return `'${escapeUnseen(single)}'`;
}

/** A member's name as TypeScript takes it: bare where it can be, quoted where it has to be. */
export function memberName(name: string): string {
  return identifier.test(name) ? name : quote(name);
}

const maxShownName = 120;

/** What somebody typed into the dashboard, in quotes and on one line of a comment, which it cannot end. */
export function commentText(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const shown = line.length > maxShownName ? `${line.slice(0, maxShownName)}…` : line;
  return `"${shown.toWellFormed().replaceAll('*/', '*\\/')}"`;
}
