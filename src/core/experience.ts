import type { JsonValue } from './json.js';

/** Variables of one experience: name → value, as the marketer defined them in the MoEngage dashboard. */
export type Variables = Readonly<Record<string, JsonValue>>;

/** Experience key → its variables: what `E` of `createPersonalize<E>()` is where nothing more is known. */
export type ExperienceMap = Readonly<Record<string, Variables>>;

/** Experience keys of `E`; any string where `E` was not given. */
export type KeyOf<E extends object> = keyof E & string;

/** Names of the variables that experience `K` of `E` has. */
export type VariableOf<E extends object, K extends KeyOf<E>> = keyof E[K] & string;

/**
 * Place for an application's own experience types, so that `res.locals.personalization` and a bare
 * `createPersonalize()` are typed everywhere:
 *
 * ```ts
 * declare module 'express-moengage-personalize' {
 *   interface Register { experiences: { 'home-hero': { Title: string } } }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled in by the application
export interface Register {}

/** The registered experiences, or any key with any JSON values where none are registered. */
export type RegisteredExperiences = Register extends { experiences: infer E extends object } ? E : ExperienceMap;

/** Where an experience's variables came from. */
export type ExperienceSource = 'network' | 'cache' | 'stale' | 'default' | 'preview';

/** Ways in which asking the API can fail. Each is also a `PersonalizeError` code, behind `MOE_`. */
export type FailureReason =
  | 'TIMEOUT'
  | 'NETWORK_ERROR'
  | 'HTTP_ERROR'
  | 'UNAUTHORIZED'
  | 'RATE_LIMITED'
  | 'BREAKER_OPEN'
  | 'OVERLOADED'
  | 'BAD_RESPONSE'
  | 'ABORTED';

/** Why a page is not asked for at all: its visitor has not agreed, or there is none. */
export type UnaskedReason = 'NO_CONSENT' | 'BOT' | 'PREFETCH';

/**
 * Why the default stands in for a variation: the visitor matched nothing, nobody asked for the key, nothing is live there,
 * its answer has not come yet, the page is not asked for, a preview forces a variation that nobody knows, asking failed,
 * or this package did.
 */
export type DefaultReason =
  | 'NOT_MATCHED'
  | 'NOT_REQUESTED'
  | 'NOT_ACTIVE'
  | 'PENDING'
  | 'PREVIEW_UNKNOWN'
  | 'INTERNAL_ERROR'
  | UnaskedReason
  | FailureReason;

/**
 * What the API says about a matched experience: `cid`, `experience`, `moe_locale_id`, `moe_variation_id`,
 * `audience_name`, `audience_id` and whatever else came. Opaque: reports of impressions and clicks send it back whole.
 */
export type ExperienceContext = Readonly<Record<string, JsonValue>>;

/** One experience as it applies to this visitor on this page. Frozen. */
export interface Experience<V = Variables> {
  readonly key: string;
  /** `true` where the visitor got a variation; `false` where the default stands in. */
  readonly matched: boolean;
  /** Decoded values; configured defaults fill in what the variation leaves out. No inherited properties. */
  readonly variables: Readonly<Partial<V>>;
  readonly source: ExperienceSource;
  /** Why the default stands in; `undefined` for a matched experience. */
  readonly reason: DefaultReason | undefined;
  /** `moe_variation_id` of the context. */
  readonly variationId: string | undefined;
  readonly context: ExperienceContext | undefined;
}
