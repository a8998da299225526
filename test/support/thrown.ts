import { isPersonalizeError } from '../../src/core/errors.js';
import type { PersonalizeError } from '../../src/core/errors.js';

function asPersonalizeError(error: unknown): PersonalizeError {
  if (isPersonalizeError(error)) return error;
  throw new Error('something else than a PersonalizeError was thrown', { cause: error });
}

/** The PersonalizeError that the call throws; fails the test where it throws none. */
export function thrownBy(call: () => unknown): PersonalizeError {
  try {
    call();
  } catch (error) {
    return asPersonalizeError(error);
  }
  throw new Error('nothing was thrown');
}

/** The PersonalizeError that the promise rejects with; fails the test where it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<PersonalizeError> {
  try {
    await promise;
  } catch (error) {
    return asPersonalizeError(error);
  }
  throw new Error('it did not reject');
}

/** Calls a function as plain JavaScript may: with arguments that its types forbid. */
export function callUntyped(call: (...args: never[]) => unknown, ...args: readonly unknown[]): unknown {
  return Reflect.apply(call, undefined, args);
}
