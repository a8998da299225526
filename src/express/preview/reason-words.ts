import type { DefaultReason } from '../../core/experience.js';

const words: Readonly<Record<DefaultReason, string>> = {
  NOT_MATCHED: 'This visitor matches nothing under the key, or nothing is live there.',
  NOT_REQUESTED: 'No route of this page asked for it.',
  NOT_ACTIVE: 'The workspace calls the key anything but Active.',
  PENDING: 'The answer had not come yet.',
  PREVIEW_UNKNOWN: 'This process has not seen the forced variation, and the file does not have it.',
  INTERNAL_ERROR: 'The package failed; please report it.',
  NO_CONSENT: 'The visitor has not agreed to it.',
  BOT: 'The visitor is a program.',
  PREFETCH: 'The browser loads the page ahead of its visitor.',
  TIMEOUT: 'No answer by the deadline.',
  NETWORK_ERROR: 'No connection, or it broke.',
  HTTP_ERROR: 'The API answered with an error.',
  UNAUTHORIZED: 'The API does not accept the workspace and the key.',
  RATE_LIMITED: 'The API wants fewer calls, or our own quota is used up.',
  BREAKER_OPEN: 'The API has failed too often lately.',
  OVERLOADED: 'Too many calls are under way.',
  BAD_RESPONSE: 'The answer is not as documented.',
  ABORTED: 'The visitor left.',
};

export function wordsOfReason(reason: DefaultReason | undefined): string {
  return reason === undefined ? '' : words[reason];
}
