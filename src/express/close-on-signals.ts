import { hasMethods } from '../core/has-methods.js';
import { given, parseMilliseconds, parseNames } from '../config/option-rules.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import { isJsonObject } from '../core/json.js';
import type { Clock } from '../core/clock.js';
import type { DeliveryReport } from '../events/event-delivery.js';

/** What ends with the process before its events do: a server of `node:http`, for one. */
export interface ClosableServer {
  close(closed: () => void): unknown;
  closeIdleConnections?(): void;
}

/** How a process that is told to end does so. */
export interface SignalOptions {
  /** Default: `['SIGTERM', 'SIGINT']`. */
  readonly signals?: readonly ('SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGBREAK' | 'SIGUSR2')[] | undefined;
  /** Closed first, so that the pages under way are sent, and their events with the others. Default: none. */
  readonly server?: ClosableServer | undefined;
  /** For all of it, in milliseconds: 1 to 60,000; the server gets half. Default: 5,000. */
  readonly timeoutMs?: number | undefined;
}

/** What the helper needs of `process`. */
export interface SignalledProcess {
  on(signal: string, listener: () => void): unknown;
  off(signal: string, listener: () => void): unknown;
  listenerCount(signal: string): number;
  exit(): unknown;
}

export interface SignalPorts {
  readonly host: SignalledProcess;
  readonly clock: Clock;
  /** Must not reject. */
  readonly close: (limits: { readonly timeoutMs: number }) => Promise<DeliveryReport>;
}

interface ParsedSignalOptions {
  readonly signals: readonly string[];
  readonly server: ClosableServer | undefined;
  readonly timeoutMs: number;
}

const knownSignals: readonly string[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGBREAK', 'SIGUSR2'];
const defaultSignals: readonly string[] = ['SIGTERM', 'SIGINT'];
export const defaultCloseMs = 5_000;
export const mostCloseMs = 60_000;

/** How often connections that have become idle are closed: a server that is closing waits for them else. */
const idleCheckMs = 50;

function isServer(value: unknown): value is ClosableServer {
  return hasMethods(value, 'close');
}

function parseServer(value: unknown): ClosableServer | undefined {
  if (value === undefined || isServer(value)) return value;
  throw invalidOption('closeOnSignals({ server })', 'an HTTP server', value);
}

function parseSignalOptions(options: unknown): ParsedSignalOptions {
  if (!isJsonObject(options)) throw invalidOption('closeOnSignals(options)', 'an object', options);
  refuseUnknownNames('closeOnSignals', options, ['signals', 'server', 'timeoutMs']);
  const { signals, server, timeoutMs } = options;
  return {
    signals: parseNames(
      'closeOnSignals({ signals })',
      given(signals, defaultSignals),
      `one of ${knownSignals.join(', ')}`,
      (name) => knownSignals.includes(name),
    ),
    server: parseServer(server),
    timeoutMs: parseMilliseconds('closeOnSignals({ timeoutMs })', given(timeoutMs, defaultCloseMs), 1, mostCloseMs),
  };
}

/** Resolves when the server has ended, or when the time is up; never rejects. */
function closeServer(server: ClosableServer, timeoutMs: number, clock: Clock): Promise<void> {
  const until = clock.monotonic() + timeoutMs;
  return new Promise((resolve) => {
    let isClosed = false;
    const wait = (): void => {
      if (isClosed || clock.monotonic() >= until) resolve();
      else {
        server.closeIdleConnections?.();
        clock.after(idleCheckMs, wait);
      }
    };
    try {
      server.close(() => {
        isClosed = true;
        resolve();
      });
      wait();
    } catch {
      // A server that was never opened has nothing to send.
      resolve();
    }
  });
}

/**
 * Closes server and events when the process is told to end, and ends it, unless the application listens for the signal
 * itself: then that is the application's to do. A second signal ends the process at once.
 *
 * @returns A function that takes the listeners away again.
 * @throws PersonalizeError `MOE_OPTION_*`
 */
export function closeOnSignals(options: unknown, { host, clock, close }: SignalPorts): () => void {
  const { signals, server, timeoutMs } = parseSignalOptions(options);
  let isClosing = false;

  const exit = (signal: string): void => {
    if (host.listenerCount(signal) === 1) host.exit();
  };

  const end = async (signal: string): Promise<void> => {
    const until = clock.monotonic() + timeoutMs;
    if (server) await closeServer(server, timeoutMs / 2, clock);
    await close({ timeoutMs: Math.max(1, Math.floor(until - clock.monotonic())) });
    exit(signal);
  };

  const listeners = signals.map((signal) => {
    const listener = (): void => {
      if (isClosing) exit(signal);
      else void end(signal);
      isClosing = true;
    };
    host.on(signal, listener);
    return { signal, listener };
  });

  return () => {
    for (const { signal, listener } of listeners) host.off(signal, listener);
  };
}
