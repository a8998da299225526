/** Where no server answered: its connection is gone, it took too long, or it was not asked since it is known to be away. */
export type AwayCode = 'AWAY' | 'CONNECTION' | 'TIMEOUT';

/**
 * Why a command gave no reply. It holds neither the command nor the error that it was made from: those can hold keys,
 * values and passwords.
 */
export class RedisTrouble extends Error {
  override readonly name = 'RedisTrouble';
  /** An `AwayCode`, or where the server refused the command the code that its error begins with: `OOM`, `READONLY`. */
  readonly code: string;
  /** Whether the server answered, and refused this command: others may go well. */
  readonly isRefusal: boolean;

  constructor(code: string, isRefusal: boolean) {
    super(isRefusal ? `Redis refused a command: ${code}` : `Redis can't be used: ${code}`);
    this.code = code;
    this.isRefusal = isRefusal;
  }
}

/** Errors that the server gives to every command alike. */
const meansAway: ReadonlySet<string> = new Set([
  'BUSY',
  'CLUSTERDOWN',
  'LOADING',
  'MASTERDOWN',
  'NOAUTH',
  'UNBLOCKED',
  'WRONGPASS',
]);

/** Redis begins its errors with a code; before version 7 it wraps that of a script's command into one of its own. */
const refusalPattern = /^ERR Error running script .*? -(?<inner>[A-Z]{2,20})\b|^(?<code>[A-Z][A-Z\d_]{1,30})(?:\s|$)/s;

/** Not by its class: an error of Node's own is of another one where a test, or a sandbox, has its own globals. */
function memberOf(error: unknown, name: 'code' | 'message'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** Code of a system error such as `ECONNREFUSED`: it holds nothing of anybody's. */
export function systemCode(error: unknown): string | undefined {
  const code = memberOf(error, 'code');
  return /^E[A-Z\d_]{2,40}$/.test(code) ? code : undefined;
}

/** What an error of the client means. */
export function troubleOf(error: unknown): RedisTrouble {
  const { inner, code } = refusalPattern.exec(memberOf(error, 'message'))?.groups ?? {};
  const refusal = inner ?? code;
  if (refusal === undefined || systemCode(error) !== undefined) return new RedisTrouble('CONNECTION', false);
  return new RedisTrouble(refusal, !meansAway.has(refusal));
}
