import { RedisTrouble } from '../../src/adapters/redis/redis-link.js';
import type { RedisLink } from '../../src/adapters/redis/redis-link.js';

/** `deaf`: commands take place, and their replies are lost. */
export type RedisFault = 'away' | 'deaf' | 'full' | 'none';

export interface FaultyLink extends RedisLink {
  set(fault: RedisFault): void;
}

/** A link that fails on command, without the waits that come with it. */
export function createFaultyLink(link: RedisLink): FaultyLink {
  const listeners = new Set<() => void>();
  let fault: RedisFault = 'none';

  const under = async <Reply>(send: () => Promise<Reply>): Promise<Reply> => {
    if (fault === 'away') throw new RedisTrouble('AWAY', false);
    if (fault === 'full') throw new RedisTrouble('OOM', true);
    const isDeaf = fault === 'deaf';
    const reply = await send();
    if (isDeaf) throw new RedisTrouble('TIMEOUT', false);
    return reply;
  };

  return {
    get isUsable() {
      return fault !== 'away' && link.isUsable;
    },
    command: (args) => under(() => link.command(args)),
    script: (script, keys, args) => under(() => link.script(script, keys, args)),
    onUsable(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    warnTo: () => undefined,
    set(next) {
      const isBack = fault !== 'none' && next === 'none';
      fault = next;
      if (isBack) for (const listener of [...listeners]) listener();
    },
  };
}
