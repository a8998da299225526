import { randomBytes } from 'node:crypto';
import type { EventStore, EventWorkspace } from '../../core/event-store.js';
import { Secret } from '../../core/secret.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { findEventPlace, openRedisEvents } from './event-store.js';
import type { EventPlace, RedisEventSettings } from './event-store.js';
import { RedisTrouble } from './redis-link.js';
import type { RedisLink } from './redis-link.js';

/** An event that is not sent any more. */
export interface DeadLetter {
  /**
   * `REFUSED`: by the API, sent by itself. `DEATHS`: more than five processes ended with it in hand. `UNREADABLE`: it was
   * not written by this version, or with another secret.
   */
  readonly reason: string;
  /** When it was given up, in epoch seconds. */
  readonly seconds: number;
  /** `undefined` where it can't be read. */
  readonly event: TrackedEvent | undefined;
}

/** What the `events.store` option takes. */
export interface RedisEventStore extends EventStore {
  /**
   * The last events that were given up, the last one first; Redis keeps a thousand of a workspace. Empty before
   * `createPersonalize` was called.
   * @param limits - `most`: how many, 1 to 1,000. Default: 100.
   * @throws RedisTrouble where Redis does not answer.
   */
  deadLetters(limits?: { readonly most?: number }): Promise<readonly DeadLetter[]>;
}

const defaultLetters = 100;

/** For a store that has nothing to seal events with: they stay in the process. */
const noLink: RedisLink = {
  isUsable: false,
  command: () => Promise.reject(new RedisTrouble('AWAY', false)),
  script: () => Promise.reject(new RedisTrouble('AWAY', false)),
  onUsable: () => () => undefined,
  warnTo: () => undefined,
};

const nobody = (): EventWorkspace => ({ id: '', secrets: [new Secret(randomBytes(32).toString('base64'))] });

export function createRedisEventStore(settings: RedisEventSettings): RedisEventStore {
  const places = new Map<string, EventPlace>();
  return {
    open(ports) {
      const { workspace, warnings } = ports;
      if (workspace === undefined) {
        const message = 'the Redis event store was opened without a workspace: its events are kept in memory alone';
        warnings.once('MOE_WARN_EVENT_STORE', 'workspace', message);
        const alone = { ...settings, link: noLink };
        return openRedisEvents(alone, findEventPlace(alone, nobody()), ports);
      }
      const place = findEventPlace(settings, workspace);
      places.set(workspace.id, place);
      return openRedisEvents(settings, place, ports);
    },
    async deadLetters({ most = defaultLetters } = {}) {
      const letters = [...places.values()].map(async ({ log, vault }) => {
        const found = await log.readLetters(most);
        return found.map(({ reason, seconds, text }) => ({ reason, seconds, event: vault.open(text) }));
      });
      return (await Promise.all(letters)).flat();
    },
  };
}
