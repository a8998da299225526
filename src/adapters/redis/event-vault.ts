import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { deriveKey } from '../../core/derive-key.js';
import type { EventWorkspace } from '../../core/event-store.js';
import { readEvent } from '../../core/read-event.js';
import type { Secret } from '../../core/secret.js';
import { createTextSealer } from '../../core/text-sealer.js';
import type { SealingKey } from '../../core/text-sealer.js';
import type { TrackedEvent } from '../../core/tracked-event.js';

/** Far more than an event has; as a token it is a third longer. */
const maxSealedLength = 1_048_576;

/** 128 bits: nobody finds two customers of one mark. */
const markLength = 22;

/** How events leave the process: whoever reads Redis learns neither whose they are nor what they say. */
export interface EventVault {
  /** Stands for the workspace in the names of keys. */
  readonly workspaceMark: string;
  /** Of an event as JSON; `undefined` where it is too large. */
  seal(text: string): string | undefined;
  /** `undefined` for whatever was not sealed here. */
  open(sealed: string): TrackedEvent | undefined;
  /** By which the customer's entries are found; one that is written gets the first, one that is looked for may have any. */
  marksOf(customerId: string): readonly string[];
}

export function createEventVault({ id, secrets }: EventWorkspace): EventVault {
  const toKey = (secret: Secret): SealingKey => ({
    key: deriveKey(secret, 'redis event key', id),
    check: deriveKey(secret, 'redis event check', id),
  });
  const [first, ...others] = secrets.map(toKey);
  if (first === undefined) throw new TypeError('a workspace has a secret');
  const sealer = createTextSealer(first, others, maxSealedLength);
  const markKeys = secrets.map((secret) => createSecretKey(deriveKey(secret, 'redis event customer', id)));
  return {
    workspaceMark: createHash('sha256').update(id).digest('base64url').slice(0, markLength),
    seal: (text) => sealer.seal(text),
    open(sealed) {
      const text = sealer.open(sealed);
      return text === undefined ? undefined : readEvent(text);
    },
    marksOf: (customerId) =>
      markKeys.map((key) => createHmac('sha256', key).update(customerId).digest('base64url').slice(0, markLength)),
  };
}
