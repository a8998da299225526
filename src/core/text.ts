// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** C0, DEL and C1: nothing that an identifier, a key or a header value may hold. */
export function hasControlCharacter(text: string): boolean {
  return controlCharacter.test(text);
}
