/**
 * What `new URL` makes of the text, or `undefined` where it is no URL. `URL.canParse` is not asked first: on Node 20 it
 * begins, once it was called some thousand times, to take text with letters such as `ü` for something else.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
