import type { JsonValue } from '../core/json.js';

/** What a visitor did with an experience: it was shown to them, or they clicked on it. */
export type EventActionName = 'shown' | 'clicked';

export const platforms = ['web', 'android', 'ios', 'tv'] as const;

/** Where it happened. */
export type EventPlatform = (typeof platforms)[number];

/** One impression or click, as `sendEvents` reports it. */
export interface EventAction {
  readonly action: EventActionName;
  /** UUID v4. The API counts it once, so that whoever sends an event again must send the same. */
  readonly uuid: string;
  /** When it happened, in epoch seconds. */
  readonly timeSeconds: number;
  /** Default: `'web'`. */
  readonly platform?: EventPlatform | undefined;
  /** The experience context as fetched; of a click with `b_id`, which tells what was clicked. */
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/** What one visitor did. */
export interface EventElement {
  /** The workspace's own id of the customer. For an id that it does not know the API creates a profile. */
  readonly customerId: string;
  /** The visitor's offset from UTC in seconds, east positive: -54,000 to 54,000. */
  readonly utcOffsetSeconds?: number | undefined;
  /** At least one. */
  readonly actions: readonly EventAction[];
}

/** Most elements, each of another customer, that the API takes in one call. */
export const maxElements = 100;

/** What every event has to say of its experience, each a string. */
export const requiredAttributes: readonly string[] = [
  'cid',
  'experience',
  'moe_locale_id',
  'moe_variation_id',
  'audience_name',
  'audience_id',
];

/** Whether the API takes an event of this experience. Without a whole context it refuses the call that brings it. */
export function isReportable(context: Readonly<Record<string, unknown>>): boolean {
  return requiredAttributes.every((name) => typeof context[name] === 'string');
}

const wireNames: Readonly<Record<EventActionName, string>> = {
  shown: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
  clicked: 'MOE_PERSONALIZATION_MESSAGE_CLICKED',
};

function encodeAction({ action, uuid, timeSeconds, platform = 'web', attributes }: EventAction): object {
  return { action: wireNames[action], moe_event_uuid: uuid, event_time: timeSeconds, platform, attributes };
}

/**
 * JSON text of a report, made of known members only: `user_attributes`, which would change the customer's profile, is not
 * among them.
 */
export function encodeEvents(elements: readonly EventElement[]): string {
  return JSON.stringify({
    elements: elements.map(({ customerId, utcOffsetSeconds, actions }) => ({
      customer_id: customerId,
      user_timezone_offset: utcOffsetSeconds,
      actions: actions.map(encodeAction),
    })),
  });
}
