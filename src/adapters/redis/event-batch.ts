import type { HeldEvent } from '../../core/queue/event-chain.js';
import type { NewEntry } from './event-log.js';
import type { EventVault } from './event-vault.js';

/** Events that are appended together. What became of them is not known until Redis says so, however often it is asked. */
export interface Batch {
  /** Each is one more than that of the batch before. */
  readonly number: number;
  readonly events: readonly HeldEvent[];
  readonly sealed: readonly NewEntry[];
  /** Those that the queue let go of meanwhile, each with the list that its id goes to. */
  readonly released: Map<HeldEvent, string[]>;
}

/** Redis is busy with so much for a millisecond or two. */
export const batchEvents = 200;
const batchLength = 131_072;

/** Takes the first of the events, with their texts, out of the map. `tooLarge`: how many of them can't be in a batch. */
export function takeBatch(
  unsent: Map<HeldEvent, string>,
  vault: EventVault,
  number: number,
): Batch & { readonly tooLarge: number } {
  const events: HeldEvent[] = [];
  const sealed: NewEntry[] = [];
  let length = 0;
  let tooLarge = 0;
  for (const [held, plain] of unsent) {
    if (events.length >= batchEvents || length >= batchLength) break;
    unsent.delete(held);
    const text = vault.seal(plain);
    const [mark] = vault.marksOf(held.event.customerId);
    if (text === undefined || mark === undefined) tooLarge += 1;
    else {
      events.push(held);
      sealed.push({ mark, seconds: held.event.timeSeconds, text });
      length += text.length;
    }
  }
  return { number, events, sealed, released: new Map(), tooLarge };
}
