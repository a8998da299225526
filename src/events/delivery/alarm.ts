import type { Clock } from '../../core/clock.js';

/** One timer, which is set anew where another time is wanted. */
export interface Alarm {
  /** On the monotonic scale. */
  set(at: number): void;
  cancel(): void;
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let armed: { readonly at: number; readonly cancel: () => void } | undefined;
  const cancel = (): void => {
    armed?.cancel();
    armed = undefined;
  };
  return {
    cancel,
    set(at) {
      if (armed?.at === at) return;
      cancel();
      const cancelTimer = clock.after(at - clock.monotonic(), () => {
        armed = undefined;
        ring();
      });
      armed = { at, cancel: cancelTimer };
    },
  };
}
