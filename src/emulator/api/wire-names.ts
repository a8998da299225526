/** Names that the contract fixes. */
export const daysOfWeek = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const hoursOfDay: readonly string[] = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export const experienceStatuses = ['Active', 'Paused', 'Scheduled'] as const;

export const dataTypes = ['string', 'number', 'boolean', 'json', 'float'] as const;

export const platforms: readonly string[] = ['web', 'android', 'ios', 'tv'];

export const eventActions = ['MOE_PERSONALIZATION_MESSAGE_SHOWN', 'MOE_PERSONALIZATION_MESSAGE_CLICKED'] as const;

export type EventAction = (typeof eventActions)[number];

/** The one `type` of experience that there is. */
export const experienceType = 'Web Personalization';

/** Members of the experience context that an event has to carry. */
export const requiredAttributes = [
  'cid',
  'experience',
  'moe_locale_id',
  'moe_variation_id',
  'audience_name',
  'audience_id',
] as const;

/** The fields of a fetch; every other member is an in-session attribute. */
export const reservedFields: readonly string[] = [
  'identifiers',
  'experience_key',
  'DAY_OF_THE_WEEK',
  'TIME_OF_THE_DAY',
  'USER_IP_ADDRESS',
  'USER_AGENT',
];
