import { hasControlCharacter } from '../core/text.js';

/** As long as MoEngage's reports show. */
const maxElementIdLength = 64;

/** The name of an element that is clicked, as it may be reported; `undefined` for what is no such name. */
export function cleanElementId(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.isWellFormed() || hasControlCharacter(value)) return undefined;
  const id = value.trim();
  return id !== '' && id.length <= maxElementIdLength ? id : undefined;
}
