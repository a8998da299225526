import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { RedisClientLike } from './redis-client.js';
import { createRedisGuard } from './redis-guard.js';
import type { RedisGuard } from './redis-guard.js';
import { normalizeReply } from './redis-reply.js';
import type { RedisReply } from './redis-reply.js';
import type { RedisScript } from './redis-script.js';
import { RedisTrouble, troubleOf } from './redis-trouble.js';

export type { RedisClientLike } from './redis-client.js';
export type { RedisReply } from './redis-reply.js';
export type { RedisScript } from './redis-script.js';
export { RedisTrouble } from './redis-trouble.js';

/** The user's client, as everything here uses it: short waits, no queue of its own, one form of reply. */
export interface RedisLink {
  /** Whether a command would be sent now: the client is ready, and no trouble is being waited out. */
  readonly isUsable: boolean;
  /** Rejects with `RedisTrouble` 50 ms later at the latest, and at once while Redis is away. It may have worked then. */
  command(args: readonly (string | Buffer)[]): Promise<RedisReply>;
  /** Runs the script, which the server is given where it does not know it. */
  script(script: RedisScript, keys: readonly string[], args: readonly (string | Buffer)[]): Promise<RedisReply>;
  /** Calls back each time Redis can be used again. Returns how to stop. */
  onUsable(listener: () => void): () => void;
  /** Where trouble is told of from now on; what began before is told at once. */
  warnTo(warnings: Warnings): void;
}

export interface RedisLinkPorts {
  readonly clock: Clock;
  /** How long a command may take. Default: 50. */
  readonly commandMs?: number;
}

const defaultCommandMs = 50;

/** A timer so late shows that the process was busy: the reply may be among what it has not read yet. */
const lateMs = 20;

/** Refusals that whoever sent the command deals with. */
const expected: ReadonlySet<string> = new Set(['BUSYGROUP', 'NOGROUP', 'NOSCRIPT']);

/** The warnings of a link, some of which come before there is anybody to tell. */
function createNotices() {
  let told: Warnings | undefined;
  let missed: string | undefined;
  const sayAway = (code: string): void => {
    const message = `Redis can't be used (${code}): everything goes on without it, and uses it again when it is back`;
    if (told === undefined) missed = code;
    else told.repeated('MOE_WARN_REDIS', code, message);
  };
  return {
    sayAway,
    sayRefused(code: string): void {
      const message = `Redis refuses commands (${code}): what they were for goes on without it`;
      if (!expected.has(code)) told?.repeated('MOE_WARN_REDIS', code, message);
    },
    hearBack(): void {
      missed = undefined;
    },
    warnTo(warnings: Warnings): void {
      told = warnings;
      if (missed !== undefined) sayAway(missed);
      missed = undefined;
    },
  };
}

/**
 * Calls back after some milliseconds, once what has arrived from the network meanwhile was dealt with. The function that
 * it gives cancels.
 */
function afterReading(clock: Clock, delayMs: number, callback: () => void): () => void {
  let isCancelled = false;
  const due = clock.monotonic() + delayMs;
  const finish = (): void => {
    if (!isCancelled) callback();
  };
  let cancel = clock.after(delayMs, () => {
    clock.nextTurn(() => {
      if (isCancelled) return;
      if (clock.monotonic() - due <= lateMs) finish();
      else cancel = clock.after(lateMs, finish);
    });
  });
  return () => {
    isCancelled = true;
    cancel();
  };
}

class Link implements RedisLink {
  readonly #client: RedisClientLike;
  readonly #clock: Clock;
  readonly #notices = createNotices();
  readonly #guard: RedisGuard;
  readonly #commandMs: number;

  constructor(client: RedisClientLike, { clock, commandMs = defaultCommandMs }: RedisLinkPorts) {
    this.#client = client;
    this.#clock = clock;
    this.#commandMs = commandMs;
    this.#guard = createRedisGuard(client, {
      clock,
      commandMs,
      onAway: (code) => {
        this.#notices.sayAway(code);
      },
    });
    this.#guard.onUsable(() => {
      this.#notices.hearBack();
    });
  }

  get isUsable(): boolean {
    return this.#guard.isUsable;
  }

  command(args: readonly (string | Buffer)[]): Promise<RedisReply> {
    return this.#send(args, this.#clock.monotonic() + this.#commandMs);
  }

  async script(script: RedisScript, keys: readonly string[], args: readonly (string | Buffer)[]): Promise<RedisReply> {
    const deadline = this.#clock.monotonic() + this.#commandMs;
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await this.#send(['EVALSHA', script.sha1, ...rest], deadline);
    } catch (error) {
      if (!(error instanceof RedisTrouble) || error.code !== 'NOSCRIPT') throw error;
      return this.#send(['EVAL', script.text, ...rest], deadline);
    }
  }

  onUsable(listener: () => void): () => void {
    return this.#guard.onUsable(listener);
  }

  warnTo(warnings: Warnings): void {
    this.#notices.warnTo(warnings);
  }

  /** Never into the client's own queue, where it would wait for a connection. */
  #send(args: readonly (string | Buffer)[], deadline: number): Promise<RedisReply> {
    if (!this.#guard.isUsable) return Promise.reject(new RedisTrouble('AWAY', false));
    return new Promise((resolve, reject) => {
      const aborter = new AbortController();
      const fail = (trouble: RedisTrouble): void => {
        cancel();
        if (trouble.isRefusal) this.#notices.sayRefused(trouble.code);
        else this.#guard.trip(trouble.code);
        reject(trouble);
      };
      const cancel = afterReading(this.#clock, Math.max(0, deadline - this.#clock.monotonic()), () => {
        fail(new RedisTrouble('TIMEOUT', false));
        // Where it was not written yet, it will not be.
        aborter.abort();
      });
      this.#ask(args, aborter.signal).then(
        (reply) => {
          cancel();
          resolve(normalizeReply(reply));
        },
        (error: unknown) => {
          // After a time-out this is the abort, which says nothing of the connection.
          if (!aborter.signal.aborted) fail(troubleOf(error));
        },
      );
    });
  }

  /** A client that throws rejects. */
  async #ask(args: readonly (string | Buffer)[], abortSignal: AbortSignal): Promise<unknown> {
    return this.#client.sendCommand(args, { abortSignal });
  }
}

/** Waits for the client to connect, and connects it if nobody does; adds listeners to it, and never closes it. */
export function createRedisLink(client: RedisClientLike, ports: RedisLinkPorts): RedisLink {
  return new Link(client, ports);
}
