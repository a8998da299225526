import { createEventChain } from './event-chain.js';
import type { EventChain, HeldEvent } from './event-chain.js';
import type { EventKind } from '../tracked-event.js';

/** The events of a queue that nobody has in hand: one line in the order of their places, in which clicks count for more. */
export interface WaitingEvents {
  readonly size: number;
  readonly bytes: number;
  readonly clicks: { readonly size: number; readonly bytes: number };
  readonly first: HeldEvent | undefined;
  /** The one that is missed least: the oldest impression, or the oldest click where there is no impression. */
  readonly leastMissed: HeldEvent | undefined;
  append(held: HeldEvent): void;
  /** Puts it where its place is. Quick where that is near the front. */
  insert(held: HeldEvent): void;
  remove(held: HeldEvent): void;
  /** Impressions, then clicks, each in order. */
  values(): readonly HeldEvent[];
  /** Those of each kind up to the first that is not expired: where the oldest are. */
  expired(now: number): readonly HeldEvent[];
}

const none: readonly HeldEvent[] = [];

function expiredOf(chain: EventChain, now: number): readonly HeldEvent[] {
  const { first } = chain;
  // As good as always.
  if (first === undefined || first.expiresAt > now) return none;
  const expired: HeldEvent[] = [];
  for (const held of chain.values()) {
    if (held.expiresAt > now) break;
    expired.push(held);
  }
  return expired;
}

export function createWaitingEvents(): WaitingEvents {
  const impressions = createEventChain();
  const clicks = createEventChain();
  const chains: Readonly<Record<EventKind, EventChain>> = { impression: impressions, click: clicks };
  return {
    clicks,
    get size() {
      return impressions.size + clicks.size;
    },
    get bytes() {
      return impressions.bytes + clicks.bytes;
    },
    get first() {
      const one = impressions.first;
      const other = clicks.first;
      if (one === undefined || other === undefined) return one ?? other;
      return one.place < other.place ? one : other;
    },
    get leastMissed() {
      return impressions.first ?? clicks.first;
    },
    append(held) {
      chains[held.event.kind].append(held);
    },
    insert(held) {
      chains[held.event.kind].insert(held);
    },
    remove(held) {
      chains[held.event.kind].remove(held);
    },
    values: () => [...impressions.values(), ...clicks.values()],
    expired(now) {
      const [one, other] = [expiredOf(impressions, now), expiredOf(clicks, now)];
      return one === none && other === none ? none : [...one, ...other];
    },
  };
}
