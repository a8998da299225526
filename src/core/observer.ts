import type { DefaultReason, ExperienceSource, FailureReason } from './experience.js';
import type { BreakerState, PersonalizeStats } from './stats.js';

/** One call of the API that has ended. */
export interface CallEvent {
  readonly method: 'GET' | 'POST';
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
  readonly from: BreakerState;
  readonly to: BreakerState;
}

/** One attempt to deliver impressions and clicks that has ended. Its call has been told of by itself. */
export interface DeliveryEvent {
  /** How many there were in it. */
  readonly events: number;
  /** HTTP status; `undefined` where there was no answer. */
  readonly status: number | undefined;
  /** Why there was no answer; `undefined` where there was one. */
  readonly reason: FailureReason | 'INTERNAL_ERROR' | undefined;
  readonly durationMs: number;
}

/** `createPersonalize` is done. */
export interface StartEvent {
  /** What `personalize.stats` is. */
  readonly stats: () => PersonalizeStats;
}

/** Hooks for each stage. They get no identifier, address, attribute or payload, and what they throw is swallowed. */
export interface Observer {
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  readonly onResolve?: ((event: ResolveEvent) => void) | undefined;
  readonly onBreaker?: ((event: BreakerEvent) => void) | undefined;
  readonly onDelivery?: ((event: DeliveryEvent) => void) | undefined;
  /** Called once, before there are any pages. */
  readonly onStart?: ((event: StartEvent) => void) | undefined;
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
  return {
    onCall: guard(observer.onCall),
    onResolve: guard(observer.onResolve),
    onBreaker: guard(observer.onBreaker),
    onDelivery: guard(observer.onDelivery),
    onStart: guard(observer.onStart),
  };
}
