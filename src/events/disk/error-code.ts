import { isJsonObject } from '../../core/json.js';

/** The system's name of what went wrong, such as `ENOSPC`. */
export function errorCode(error: unknown): string {
  // Not asked whether it is an Error: those of the file system may be of another realm.
  if (isJsonObject(error) && typeof error.code === 'string') return error.code;
  return 'no reason given';
}
