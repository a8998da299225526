const controlCharacter = /\p{Cc}/u;

/** C0, DEL and C1: nothing that an identifier, a key or a header value may hold. */
export function hasControlCharacter(text: string): boolean {
  return controlCharacter.test(text);
}
