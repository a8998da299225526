import type { DefaultReason } from '../../core/experience.js';

const words: Readonly<Record<DefaultReason, string>> = {
  NOT_MATCHED: 'This visitor matches nothing there.',
  NOT_REQUESTED: 'No route of this page asked for it.',
  NOT_ACTIVE: 'The key is not Active.',
  PENDING: 'The answer had not come yet.',
  PREVIEW_UNKNOWN: 'Neither this process nor the file knows the variation.',
  INTERNAL_ERROR: 'The package failed.',
  NO_CONSENT: 'The visitor has not agreed to it.',
  BOT: 'The visitor is a program.',
  PREFETCH: 'The page is loaded ahead of its visitor.',
  TIMEOUT: 'No answer by the deadline.',
  NETWORK_ERROR: 'No connection, or it broke.',
  HTTP_ERROR: 'The API answered with an error.',
  UNAUTHORIZED: 'The API refuses workspace or key.',
  RATE_LIMITED: "The API's quota, or our own, is used up.",
  BREAKER_OPEN: 'The API has failed too often.',
  OVERLOADED: 'Too many calls are under way.',
  BAD_RESPONSE: "The answer can't be read.",
  ABORTED: 'The visitor left.',
};

export function wordsOfReason(reason: DefaultReason | undefined): string {
  return reason === undefined ? '' : words[reason];
}
