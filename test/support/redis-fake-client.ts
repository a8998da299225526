import type { RedisClientLike } from '../../src/adapters/redis/redis-client.js';

/** A command that was sent, until it is answered. */
export interface SentCommand {
  readonly args: readonly (string | Buffer)[];
  readonly signal: AbortSignal | undefined;
  reply(value: unknown): void;
  fail(message: string): void;
}

/** A client without a server: tests say what happens to it. */
export interface FakeRedisClient extends RedisClientLike {
  isOpen: boolean;
  isReady: boolean;
  /** All that was sent. */
  readonly sent: readonly SentCommand[];
  /** How often it was told to connect. */
  readonly connects: number;
  emit(event: string, error?: unknown): void;
  /** The connection is there. */
  becomeReady(): void;
  /** The connection is gone, for this reason. */
  lose(code: string): void;
}

const forGood = (): Promise<unknown> => new Promise<unknown>(() => undefined);

/** @param onConnect - What `connect` comes to. Default: it goes on for good, as a client that tries again does. */
export function createFakeRedisClient(
  state: 'ready' | 'closed' = 'ready',
  onConnect: () => Promise<unknown> = forGood,
): FakeRedisClient {
  const listeners: { readonly event: string; readonly listener: (error?: unknown) => void }[] = [];
  const sent: SentCommand[] = [];
  let connects = 0;
  return {
    isOpen: state === 'ready',
    isReady: state === 'ready',
    sent,
    get connects() {
      return connects;
    },
    async connect() {
      connects += 1;
      this.isOpen = true;
      try {
        return await onConnect();
      } catch (error) {
        this.isOpen = false;
        throw error;
      }
    },
    sendCommand: (args, options) =>
      new Promise((resolve, reject) => {
        const fail = (message: string): void => {
          reject(new Error(message));
        };
        sent.push({ args, signal: options?.abortSignal, reply: resolve, fail });
      }),
    on(event, listener) {
      listeners.push({ event, listener });
    },
    emit(event, error) {
      for (const one of listeners) if (one.event === event) one.listener(error);
    },
    becomeReady() {
      this.isOpen = true;
      this.isReady = true;
      this.emit('ready');
    },
    lose(code) {
      this.isReady = false;
      this.emit('error', Object.assign(new Error('connect'), { code }));
    },
  };
}
