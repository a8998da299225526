/** What a call needs of an `AbortSignal`. A real one fits, and so does a `Cancellation`. */
export interface CallSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

const nobody: readonly (() => void)[] = [];

/**
 * Signal and controller in one, for our own calls: each page makes some, and an `AbortController` costs several
 * microseconds, mostly for events in a generality that nobody here needs. Each listener is called once.
 */
export class Cancellation implements CallSignal {
  /** As good as ever there is one, and a list would have to be made for it and again without it. */
  #listener: (() => void) | undefined;
  #others: readonly (() => void)[] = nobody;
  #aborted = false;
  #reason: unknown;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** The first reason counts. */
  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const first = this.#listener;
    const others = this.#others;
    this.#listener = undefined;
    this.#others = nobody;
    first?.();
    for (const listener of others) listener();
  }

  /** Where it was aborted already nobody is called, as with an `AbortSignal`. */
  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.#aborted) return;
    if (this.#listener === undefined) this.#listener = listener;
    else this.#others = [...this.#others, listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#others = this.#others.filter((known) => known !== listener);
  }
}

/** The same signal as axios's own adapters know it. */
export function toAbortSignal(signal: CallSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => {
    controller.abort(signal.reason);
  });
  return controller.signal;
}
