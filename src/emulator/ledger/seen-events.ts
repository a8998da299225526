/** What tells one event from another that carries its UUID. */
export interface EventIdentity {
  readonly uuid: string;
  readonly customerId: string;
  readonly action: string;
  readonly experience: string;
  readonly at: number;
}

export interface SeenEvents {
  /** Remembers the event. Tells whether its UUID was there already, and whether for another event. */
  take(event: EventIdentity): { readonly duplicate: boolean; readonly conflict: boolean };
  clear(): void;
}

/** Past it the oldest UUID is forgotten. */
const maxRemembered = 100_000;

/** Deduplicates by UUID, whatever its letters' case. */
export function createSeenEvents(): SeenEvents {
  const seen = new Map<string, string>();
  return {
    take({ uuid, customerId, action, experience, at }) {
      const identity = JSON.stringify([customerId, action, experience, at]);
      const before = seen.get(uuid.toLowerCase());
      if (before !== undefined) return { duplicate: true, conflict: before !== identity };
      seen.set(uuid.toLowerCase(), identity);
      const [oldest] = seen.keys();
      if (seen.size > maxRemembered && oldest !== undefined) seen.delete(oldest);
      return { duplicate: false, conflict: false };
    },
    clear() {
      seen.clear();
    },
  };
}
