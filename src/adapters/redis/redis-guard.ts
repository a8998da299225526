import type { Clock } from '../../core/clock.js';
import type { RedisClientLike } from './redis-client.js';
import { systemCode, troubleOf } from './redis-trouble.js';

/** The longest is half of the second in which a server that is back has to be in use again. */
const firstPauseMs = 100;
const longestPauseMs = 500;

export interface GuardPorts {
  readonly clock: Clock;
  /** A server that takes longer is as good as none. */
  readonly commandMs: number;
  /** Hears of the beginning of each time in which Redis can't be used; the code says why. */
  readonly onAway: (code: string) => void;
}

/** Keeps everybody away from a server that is not there, and finds out when it is. */
export interface RedisGuard {
  readonly isUsable: boolean;
  /** A command failed for want of a server. */
  trip(code: string): void;
  /** Calls back each time Redis can be used again. Returns how to stop. */
  onUsable(listener: () => void): () => void;
}

class Guard implements RedisGuard {
  readonly #client: RedisClientLike;
  readonly #ports: GuardPorts;
  readonly #listeners = new Set<() => void>();
  #isAway: boolean;
  /** Whether this time of being away was told of. One that begins with the process is not, until something fails. */
  #isTold = false;
  /** Whether its owner closed the client. */
  #isEnded = false;
  #isConnecting = false;
  /** The question that is under way, of which there is one at most. */
  #probe: object | undefined;
  #pauseMs = firstPauseMs;
  #cancelTimer: (() => void) | undefined;

  constructor(client: RedisClientLike, ports: GuardPorts) {
    this.#client = client;
    this.#ports = ports;
    this.#isAway = !client.isReady;
    // A client that has no such listener ends the process where its server is not there.
    client.on('error', (error) => {
      if (!client.isReady) this.trip(systemCode(error) ?? 'CONNECTION');
    });
    client.on('ready', () => {
      this.#isEnded = false;
      this.#probe = undefined;
      if (this.#isAway) this.#ask();
    });
    client.on('end', () => {
      this.#isEnded = true;
      this.#isAway = true;
      this.#stopTimer();
    });
    if (this.#isAway) {
      // By then whoever connects it next to making the stores has done so.
      ports.clock.nextTurn(() => {
        this.#look();
      });
    }
  }

  get isUsable(): boolean {
    return !this.#isAway && this.#client.isReady;
  }

  trip(code: string): void {
    if (this.#isEnded) return;
    if (!this.#isTold) this.#ports.onAway(code);
    this.#isTold = true;
    if (this.#isAway) return;
    this.#isAway = true;
    this.#pauseMs = firstPauseMs;
    this.#lookLater();
  }

  onUsable(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Does what there is to do about a server that is away, and comes back until it is not. */
  #look(): void {
    if (!this.#isAway || this.#isEnded) return;
    if (this.#client.isReady) this.#ask();
    else if (!this.#client.isOpen) this.#connect();
    this.#lookLater();
  }

  #lookLater(): void {
    this.#stopTimer();
    this.#cancelTimer = this.#ports.clock.after(this.#pauseMs, () => {
      this.#look();
    });
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Once: a client that is open sees to its connection itself. */
  #connect(): void {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    const settle = (): void => {
      this.#isConnecting = false;
    };
    const fail = (error: unknown): void => {
      settle();
      this.trip(systemCode(error) ?? 'CONNECTION');
    };
    try {
      this.#client.connect().then(settle, fail);
    } catch (error) {
      fail(error);
    }
  }

  /** One that hangs is waited for: it is answered when the server goes on, and fails when its connection does. */
  #ask(): void {
    if (this.#probe !== undefined) return;
    const { clock, commandMs } = this.#ports;
    const probe = {};
    const askedAt = clock.monotonic();
    this.#probe = probe;
    const answered = (isUsable: boolean): void => {
      if (this.#probe !== probe) return;
      this.#probe = undefined;
      if (!this.#isAway || !isUsable) return;
      // Slow as it was it may be no better; or it was stopped until now, and is quick the next time.
      if (clock.monotonic() - askedAt > commandMs) this.#ask();
      else this.#return();
    };
    try {
      this.#client.sendCommand(['PING']).then(
        () => {
          answered(true);
        },
        (error: unknown) => {
          // A server that has no room answers so, and is there.
          answered(troubleOf(error).isRefusal);
        },
      );
    } catch {
      answered(false);
    }
  }

  #return(): void {
    this.#isAway = false;
    this.#isTold = false;
    this.#pauseMs = firstPauseMs;
    this.#stopTimer();
    for (const listener of [...this.#listeners]) listener();
  }
}

export function createRedisGuard(client: RedisClientLike, ports: GuardPorts): RedisGuard {
  return new Guard(client, ports);
}
