/** What could end a script element, begin a comment or an entity, or break a line of an older script parser. */
const unsafeCharacter = /[<>&\u2028\u2029]/g;

/** JSON text of the value that means the same and holds none of the characters that HTML or scripts react to. */
export function htmlSafeJson(value: object): string {
  return JSON.stringify(value).replace(
    unsafeCharacter,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
