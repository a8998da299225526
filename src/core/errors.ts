import type { FailureReason } from './experience.js';

/** Thrown by `createPersonalize` and by the middleware factories: the calling code is wrong. */
export const optionErrorCodes = [
  'MOE_OPTION_CONFLICT',
  'MOE_OPTION_INSECURE',
  'MOE_OPTION_INVALID',
  'MOE_OPTION_MISSING',
  'MOE_OPTION_UNKNOWN',
] as const;

/** Rejections of `PersonalizeClient`: the API could not be asked, or did not answer well. Pages never see them. */
export const failureCodes: readonly `MOE_${FailureReason}`[] = [
  'MOE_ABORTED',
  'MOE_BAD_RESPONSE',
  'MOE_BREAKER_OPEN',
  'MOE_HTTP_ERROR',
  'MOE_NETWORK_ERROR',
  'MOE_OVERLOADED',
  'MOE_RATE_LIMITED',
  'MOE_TIMEOUT',
  'MOE_UNAUTHORIZED',
];

export type OptionErrorCode = (typeof optionErrorCodes)[number];
export type PersonalizeErrorCode = OptionErrorCode | `MOE_${FailureReason}`;

const helpBase = 'https://www.npmjs.com/package/express-moengage-personalize';

/**
 * Every error that this package throws or rejects with. It carries a code and a sentence and nothing else: no request,
 * no headers, no body and no `cause`, since the HTTP client's own errors hold the credentials and the visitor's data.
 */
export class PersonalizeError extends Error {
  override readonly name = 'PersonalizeError';
  readonly code: PersonalizeErrorCode;
  /** HTTP status, where the API answered with one. */
  readonly status: number | undefined;
  /** Where the README explains the code. */
  readonly helpUrl: string;

  constructor(code: PersonalizeErrorCode, message: string, status?: number) {
    super(`${message} (${code})`);
    this.code = code;
    this.status = status;
    this.helpUrl = `${helpBase}#${code.toLowerCase()}`;
  }
}

/** Works across the ESM and the CommonJS build, which do not share classes. */
export function isPersonalizeError(error: unknown): error is PersonalizeError {
  return error instanceof Error && error.name === 'PersonalizeError' && 'code' in error;
}
