import './express/locals.js';

export { createPersonalize } from './personalize.js';
export type { Personalize } from './personalize.js';
export { timeZoneFromCookie, timeZoneFromHeaders } from './context/time-zone-readers.js';
export { isPersonalizeError, PersonalizeError } from './core/errors.js';
export type { OptionErrorCode, PersonalizeErrorCode } from './core/errors.js';
// Whole, since `Register` is there to be merged into, which a re-export by name forbids.
export * from './core/experience.js';
export type { JsonValue } from './core/json.js';
export type { LogFields, Logger } from './core/logger.js';
export type { BreakerEvent, CallEvent, Observer, ResolveEvent } from './core/observer.js';
export type { DayOfWeek, Device, Identity, LocalTime, Software, VisitorContext } from './core/visitor-context.js';
export type { WarningCode } from './core/warnings.js';
export type {
  AttributeValue,
  Awaitable,
  CacheOptions,
  DataCenter,
  Identify,
  IdentityInput,
  PersonalizeOptions,
  ReadAttributes,
  ReadClientIp,
  ReadTimeZone,
  VaryName,
} from './config/personalize-options.js';
export type { DroppedExperience, ExperienceFailure, FetchedExperience } from './client/decode-fetch.js';
export type { FetchContext } from './client/encode-fetch.js';
export type { ExperienceMeta, ExperienceStatus } from './client/fetch-metadata.js';
export type { FetchQuery } from './client/parse-query.js';
export type { CallOptions, FetchResult, PersonalizeClient } from './client/personalize-client.js';
export type { BreakerState } from './client/breaker.js';
export type { PersonalizeStats } from './express/stats.js';
export type { PersonalizeHandler } from './express/personalize-handler.js';
export type { PageRequest } from './express/page-request.js';
export type { Personalization, ReadValue } from './express/personalization.js';
