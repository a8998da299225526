import type { Clock } from '../../core/clock.js';
import type { Secret } from '../../core/secret.js';
import { createTextSealer } from '../../core/text-sealer.js';
import type { SealingKey } from '../../core/text-sealer.js';
import type { Mark, MarkSealer } from '../mark.js';
import { clickUuid } from './click-uuid.js';
import { deriveEventSecret, deriveKey } from './derive-key.js';
import { readMark, writeMark } from './mark-text.js';
import type { DatedMark } from './mark-text.js';

export interface MarkSealerPorts {
  readonly clock: Pick<Clock, 'now'>;
  /** Makes the last secret of the ring, and the only one where no other is given. */
  readonly apiKey: Secret;
  /** The tokens of one workspace mean nothing in another. */
  readonly workspaceId: string;
}

const lifetimeSeconds = 86_400;

/** By how much the clock of another process may be ahead. */
const mostAheadSeconds = 300;

/**
 * Seals with the first secret and opens with all, so that a secret can be changed: the new one is added at the end
 * everywhere first, and then put in front. The secret made from the API key always opens.
 */
export function createMarkSealer(
  secrets: readonly Secret[],
  { clock, apiKey, workspaceId }: MarkSealerPorts,
): MarkSealer {
  const toKey = (secret: Secret): SealingKey => ({
    key: deriveKey(secret, 'mark key', workspaceId),
    check: deriveKey(secret, 'mark check', workspaceId),
  });
  const ownSecret = deriveEventSecret(apiKey, workspaceId);
  const [first = ownSecret, ...others] = secrets;
  const texts = createTextSealer(toKey(first), [...others, ownSecret].map(toKey));

  const nowSeconds = (): number => Math.floor(clock.now() / 1_000);

  const openDated = (token: string): DatedMark | undefined => {
    const text = texts.open(token);
    return text === undefined ? undefined : readMark(text);
  };

  const ifRecent = ({ mark, sealedAt }: DatedMark): Mark | undefined => {
    const ageSeconds = nowSeconds() - sealedAt;
    return ageSeconds >= -mostAheadSeconds && ageSeconds <= lifetimeSeconds ? mark : undefined;
  };

  return {
    clickUuid,
    seal: (mark) => texts.seal(writeMark(mark, nowSeconds())),
    open(token) {
      const dated = openDated(token);
      return dated && ifRecent(dated);
    },
    openLink(token) {
      const dated = openDated(token);
      const target = dated?.mark.target;
      return dated && target !== undefined ? { target, mark: ifRecent(dated) } : undefined;
    },
  };
}
