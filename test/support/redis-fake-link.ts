import { createRedisLink } from '../../src/adapters/redis/redis-link.js';
import type { RedisLink } from '../../src/adapters/redis/redis-link.js';
import { createWarnings } from '../../src/core/warnings.js';
import { settle } from './deliveries.js';
import { createFakeClock } from './fake-clock.js';
import type { FakeClock } from './fake-clock.js';
import { createRecordingLogger } from './recording-logger.js';
import { createFakeRedisClient } from './redis-fake-client.js';
import type { FakeRedisClient } from './redis-fake-client.js';

/** A link over a client without a server. */
export interface MadeLink {
  readonly client: FakeRedisClient;
  readonly clock: FakeClock;
  readonly link: RedisLink;
  readonly warned: () => readonly string[];
  /** Names of the commands that were sent. */
  readonly sent: () => readonly string[];
  /** Moves the clock on, and lets happen what then happens. */
  readonly pass: (ms: number) => Promise<void>;
}

export function makeLink(...args: Parameters<typeof createFakeRedisClient>): MadeLink {
  const client = createFakeRedisClient(...args);
  const clock = createFakeClock();
  const link = createRedisLink(client, { clock });
  const logger = createRecordingLogger();
  link.warnTo(createWarnings(logger, clock));
  return {
    client,
    clock,
    link,
    warned: () => logger.lines.map(({ message }) => message.slice(0, message.indexOf(':'))),
    sent: () => client.sent.map(({ args }) => String(args[0])),
    async pass(ms) {
      clock.advance(ms);
      await settle();
    },
  };
}

/** The code of what it is rejected with. */
export const codeOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => 'none',
    (error: unknown) => Reflect.get(Object(error), 'code') as unknown,
  );

/** One whose server has just not answered. */
export async function makeAwayLink(): Promise<MadeLink> {
  const made = makeLink();
  const code = codeOf(made.link.command(['GET', 'key']));
  await made.pass(50);
  expect(await code).toBe('TIMEOUT');
  return made;
}
