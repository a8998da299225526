import { createHash } from 'node:crypto';

/**
 * What tells one event from another that carries its UUID. Its time does not: an impression that server and browser
 * both report, and a click on a page that came from a cache, are one event each, at two times.
 */
export interface EventIdentity {
  readonly uuid: string;
  readonly customerId: string;
  readonly action: string;
  readonly experience: string;
  readonly variation: string;
  readonly elementId: string | undefined;
}

export interface SeenEvents {
  /** Remembers the event. Tells whether its UUID was there already, and whether for another event. */
  take(event: EventIdentity): { readonly duplicate: boolean; readonly conflict: boolean };
  clear(): void;
}

/** Past it the oldest UUID is forgotten. Far more than the events that the ledger keeps, since figures outlive those. */
const maxRemembered = 100_000;

/** Of one length, however long the names are. */
function hashOf({ customerId, action, experience, variation, elementId }: EventIdentity): string {
  const identity = JSON.stringify([customerId, action, experience, variation, elementId]);
  return createHash('sha256').update(identity).digest('base64');
}

/** Deduplicates by UUID, whatever its letters' case. */
export function createSeenEvents(): SeenEvents {
  const seen = new Map<string, string>();
  return {
    take(event) {
      const uuid = event.uuid.toLowerCase();
      const hash = hashOf(event);
      const before = seen.get(uuid);
      if (before !== undefined) return { duplicate: true, conflict: before !== hash };
      seen.set(uuid, hash);
      const [oldest] = seen.keys();
      if (seen.size > maxRemembered && oldest !== undefined) seen.delete(oldest);
      return { duplicate: false, conflict: false };
    },
    clear() {
      seen.clear();
    },
  };
}
