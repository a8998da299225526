import type { DefaultReason, ExperienceSource, FailureReason } from './experience.js';

/** One call of the API that has ended. */
export interface CallEvent {
  /** Path behind the base URL, without its query. */
  readonly endpoint: string;
  /** HTTP status; `undefined` where there was no answer. */
  readonly status: number | undefined;
  /** Why there was no answer; `undefined` where there was one. */
  readonly reason: FailureReason | undefined;
  readonly durationMs: number;
}

/** One question of a page that has been settled. */
export interface ResolveEvent {
  /** By key: where it came from, and why it is the default, if it is. */
  readonly experiences: Readonly<
    Record<string, { readonly source: ExperienceSource; readonly reason: DefaultReason | undefined }>
  >;
  readonly durationMs: number;
}

/** The breaker went from one state to another. */
export interface BreakerEvent {
  readonly from: 'closed' | 'open' | 'half-open';
  readonly to: 'closed' | 'open' | 'half-open';
}

/** Hooks for each stage. They get no identifier, address, attribute or payload, and what they throw is swallowed. */
export interface Observer {
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  readonly onResolve?: ((event: ResolveEvent) => void) | undefined;
  readonly onBreaker?: ((event: BreakerEvent) => void) | undefined;
}

/** Every hook there, and none that throws. */
export type SafeObserver = { readonly [Hook in keyof Observer]-?: NonNullable<Observer[Hook]> };

/** A hook that is not there costs nothing, and one that throws costs its own event. */
export function createSafeObserver(observer: Observer): SafeObserver {
  const guard =
    <Event>(hook: ((event: Event) => void) | undefined) =>
    (event: Event): void => {
      try {
        const returned: unknown = hook?.call(observer, event);
        // An async hook that fails is still only a hook.
        if (returned instanceof Promise) returned.catch(() => undefined);
      } catch {
        // Nobody to tell: the observer is who would be told.
      }
    };
  return { onCall: guard(observer.onCall), onResolve: guard(observer.onResolve), onBreaker: guard(observer.onBreaker) };
}
