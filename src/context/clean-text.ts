/** C0, DEL and C1. */
const controlCharacters = /\p{Cc}/gu;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** At most `maxLength` UTF-16 units from the start, never half a surrogate pair. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return text.slice(0, isHighSurrogate(text.charCodeAt(maxLength - 1)) ? maxLength - 1 : maxLength);
}

/**
 * Text from a visitor as it may be sent on: well-formed, without control characters or surrounding space, at most
 * `maxLength` UTF-16 units. `undefined` where nothing is left.
 */
export function cleanText(text: string, maxLength: number): string | undefined {
  const visible = text.toWellFormed().replace(controlCharacters, '').trim();
  const cleaned = cutText(visible, maxLength).trimEnd();
  return cleaned === '' ? undefined : cleaned;
}
