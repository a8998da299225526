import { given, parseMilliseconds } from '../config/option-rules.js';
import { invalidSecret } from '../core/option-errors.js';
import type { Clock } from '../core/clock.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import { isJsonObject } from '../core/json.js';
import { keepAlive } from '../core/keep-alive.js';
import type { DeliveryReport, EventDelivery } from '../events/event-delivery.js';
import type { AnswerCache } from '../experiences/answer-cache.js';
import type { SharedAnswers } from '../experiences/shared-answers.js';
import { closeOnSignals, defaultCloseMs, mostCloseMs } from './close-on-signals.js';
import type { SignalOptions, SignalledProcess } from './close-on-signals.js';

/** How long to wait for a delivery. */
export interface WaitLimits {
  /** In milliseconds: 1 to 60,000. Default: 5,000. */
  readonly timeoutMs?: number | undefined;
}

/** What was dropped of a customer. */
export interface Erasure {
  /** Events that had not been sent. */
  readonly events: number;
  /** Answers in the cache. */
  readonly answers: number;
}

/** How a site ends, and what it owes those whom it ends with. */
export interface Lifecycle {
  /**
   * Delivers what is queued, as far as it comes within the time. Never rejects.
   * @throws PersonalizeError `MOE_OPTION_*`
   */
  readonly flush: (limits?: WaitLimits) => Promise<DeliveryReport>;
  /**
   * Delivers what is queued, as far as it comes within the time, and frees timers, connections and the store; a page asked
   * for later gets its defaults. Never rejects; called again it returns the same promise.
   * @throws PersonalizeError `MOE_OPTION_*`
   */
  readonly close: (limits?: WaitLimits) => Promise<DeliveryReport>;
  /**
   * Closes when the process is told to end, and then ends it, unless the application listens for the signal itself. The
   * returned function takes the listeners away.
   * @throws PersonalizeError `MOE_OPTION_*`
   */
  readonly closeOnSignals: (options?: SignalOptions) => () => void;
  /**
   * Erases a customer: from the cache, from the queue and its store, and from what browsers report within a day. Events
   * that are on the wire at this moment can't be called back. Never rejects.
   * @throws PersonalizeError `MOE_OPTION_INVALID`
   */
  readonly forget: (customer: { readonly customerId: string | number }) => Promise<Erasure>;
}

export interface LifecycleParts {
  readonly clock: Clock;
  /** `undefined` with `events: false`. */
  readonly delivery: EventDelivery | undefined;
  readonly cache: AnswerCache | undefined;
  /** Answers that other processes find. */
  readonly shared: Pick<SharedAnswers, 'forget'> | undefined;
  readonly forgotten: ForgottenCustomers;
  readonly host: SignalledProcess;
  /** Ends what needs no time to end. */
  readonly release: () => Promise<void>;
}

const nothing: DeliveryReport = Object.freeze({ delivered: 0, dropped: 0, pending: 0 });

function parseTimeout(name: string, limits: unknown): number {
  const timeoutMs = isJsonObject(limits) ? limits.timeoutMs : undefined;
  return parseMilliseconds(`${name}({ timeoutMs })`, given(timeoutMs, defaultCloseMs), 1, mostCloseMs);
}

function parseCustomerId(customer: unknown): string {
  const customerId = isJsonObject(customer) ? customer.customerId : undefined;
  // As `identify` may give it.
  const text = Number.isSafeInteger(customerId) ? String(customerId) : customerId;
  if (typeof text === 'string' && text.trim() !== '') return text.trim();
  throw invalidSecret('forget({ customerId })', 'a string that is not empty, or a whole number', customerId);
}

/** The process stays for as long as somebody waits: nothing else of ours would hold it. */
async function whileAlive<Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> {
  const release = keepAlive(timeoutMs);
  try {
    return await work;
  } finally {
    release();
  }
}

export function createLifecycle(parts: LifecycleParts): Lifecycle {
  const { clock, delivery, cache, shared, forgotten, host, release } = parts;
  let closed: Promise<DeliveryReport> | undefined;

  const end = async (timeoutMs: number): Promise<DeliveryReport> => {
    const report = (await delivery?.close({ timeoutMs })) ?? nothing;
    await release();
    return report;
  };

  const close = (limits: WaitLimits = {}): Promise<DeliveryReport> => {
    const timeoutMs = parseTimeout('close', limits);
    return (closed ??= whileAlive(timeoutMs, end(timeoutMs)));
  };

  const erase = async (customerId: string): Promise<Erasure> => {
    forgotten.add(customerId);
    const answers = cache?.forget(customerId) ?? 0;
    const [events = 0] = await Promise.all([delivery?.forget(customerId), shared?.forget(customerId)]);
    return { events, answers };
  };

  return {
    close,
    flush(limits = {}) {
      const timeoutMs = parseTimeout('flush', limits);
      return delivery ? whileAlive(timeoutMs, delivery.flush({ timeoutMs })) : Promise.resolve(nothing);
    },
    closeOnSignals: (options = {}) => closeOnSignals(options, { host, clock, close }),
    forget: (customer) => erase(parseCustomerId(customer)),
  };
}
