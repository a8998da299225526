import type {
  OpenQuotaStore,
  QuotaOrder,
  QuotaReply,
  QuotaStore,
  QuotaStorePorts,
} from '../../src/core/quota-store.js';
import type { Clock } from '../../src/core/clock.js';

/** A count that processes of one test share, and that can be taken away from them, or lose its memory. */
export interface MemoryQuotaStore extends QuotaStore {
  isAway: boolean;
  /** A process that alone does not reach it, by the order in which they were opened; 0: none. */
  lost: number;
  /** How long a reply takes. */
  delayMs: number;
  lose(): void;
  /** Exchanges that there have been. */
  readonly exchanges: () => number;
}

class Count {
  readonly parts = new Map<number, number>();
  readonly seen = new Map<number, number>();
  readonly alone = new Map<number, number>();
  readonly epoch: string;
  born: number;
  last: number;
  pausedUntil = 0;

  constructor(epoch: string, born: number) {
    this.epoch = epoch;
    this.born = born;
    this.last = born;
  }
}

export function createMemoryQuotaStore(clock: Clock, infancyMs: number): MemoryQuotaStore {
  let count: Count | undefined;
  let opened = 0;
  let epochs = 0;
  let exchanges = 0;
  /** A count that nobody has reached since then says nothing of this window. */
  const dropOld = (since: number): void => {
    if (count && count.last <= since) count = undefined;
  };
  const store = {
    isAway: false,
    lost: 0,
    delayMs: 0,
    lose() {
      count = undefined;
    },
    exchanges: () => exchanges,
    open({ limit, windowMs, grantMs }: QuotaStorePorts): OpenQuotaStore {
      opened += 1;
      const process = opened;
      const exchange = ({ wanted, returned, grant, untold, made, epoch, alone }: QuotaOrder): QuotaReply => {
        const now = clock.monotonic();
        const part = Math.floor(now / grantMs);
        dropOld(now - windowMs);
        const isKnown = count !== undefined && count.epoch === epoch;
        count ??= new Count(`epoch${(epochs += 1)}`, now);
        const { parts, seen, pausedUntil } = count;
        if (now - count.last >= infancyMs) count.born = now;
        count.last = now;
        count.alone.delete(process);
        if (isKnown) parts.set(Number(grant), Math.max(0, (parts.get(Number(grant)) ?? 0) - returned));
        const counted = [...parts].filter(([index]) => index > part - Math.ceil(windowMs / grantMs));
        const others = [...count.alone.values()].reduce((sum, calls) => sum + calls, 0);
        const used = counted.reduce((sum, [, calls]) => sum + calls, others + (isKnown ? untold : made));
        const isInfant = now - count.born < infancyMs;
        if (isInfant) count.alone.set(process, alone);
        const granted = isInfant ? 0 : Math.max(0, Math.min(wanted, limit - used));
        parts.set(part, (parts.get(part) ?? 0) + granted + (isKnown ? untold : made));
        seen.set(process, part);
        return {
          granted,
          grant: String(part),
          left: Math.max(0, limit - used - granted),
          processes: [...seen.values()].filter((last) => last > part - 5).length,
          epoch: count.epoch,
          isInfant,
          pausedMs: Math.max(0, pausedUntil - now),
        };
      };
      return {
        get isUsable() {
          return !store.isAway && store.lost !== process;
        },
        exchange(order) {
          exchanges += 1;
          const reply = store.isAway || store.lost === process ? undefined : exchange(order);
          if (store.delayMs === 0) return Promise.resolve(reply);
          return new Promise((resolve) => {
            clock.after(store.delayMs, () => {
              resolve(reply);
            });
          });
        },
        pause(pauseMs) {
          count ??= new Count('paused', clock.monotonic());
          count.pausedUntil = Math.max(count.pausedUntil, clock.monotonic() + pauseMs);
          return Promise.resolve();
        },
      };
    },
  };
  return store;
}
