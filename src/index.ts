import './express/locals.js';

export { createPersonalize } from './personalize.js';
export type { Personalize } from './personalize.js';
export { createHandlebarsHelpers } from './express/handlebars-helpers.js';
export type { HandlebarsHelpers } from './express/handlebars-helpers.js';
export { createDiskEventStore } from './events/disk-event-store.js';
export type { DiskEventStoreOptions } from './events/disk-event-store.js';
export { createMemoryEventStore } from './events/memory-event-store.js';
export type { DeliveryReport, EventCounts, EventDropReason } from './events/event-delivery.js';
export type {
  BatchLimits,
  EventStore,
  EventStorePorts,
  EventWorkspace,
  OpenEventStore,
  QueueBounds,
  SettleOutcome,
  StoreDropReason,
} from './core/event-store.js';
export type {
  AnswerClaim,
  AnswerQuestion,
  AnswerStore,
  AnswerStorePorts,
  AnswerView,
  OpenAnswerStore,
  Publication,
  PublishedText,
  StoredText,
} from './core/answer-store.js';
export type { OpenQuotaStore, QuotaOrder, QuotaReply, QuotaStore, QuotaStorePorts } from './core/quota-store.js';
export type { EventKind, TrackedEvent } from './core/tracked-event.js';
export { timeZoneFromCookie, timeZoneFromHeaders } from './context/time-zone-readers.js';
export { isPersonalizeError, PersonalizeError } from './core/errors.js';
export type { OptionErrorCode, PersonalizeErrorCode } from './core/errors.js';
// Whole, since `Register` is there to be merged into, which a re-export by name forbids.
export * from './core/experience.js';
export { safeUrl } from './core/safe-url.js';
export type { JsonValue } from './core/json.js';
export type { Clock } from './core/clock.js';
export type { LogFields, Logger } from './core/logger.js';
export type { BreakerEvent, CallEvent, DeliveryEvent, Observer, ResolveEvent, StartEvent } from './core/observer.js';
export type { DayOfWeek, Device, Identity, LocalTime, Software, VisitorContext } from './core/visitor-context.js';
export type { WarningCode, Warnings } from './core/warnings.js';
export type {
  AttributeValue,
  Awaitable,
  CacheOptions,
  Consent,
  DataCenter,
  EventsOptions,
  Identify,
  IdentityInput,
  IsBot,
  PersonalizeOptions,
  QuotaOptions,
  PreviewOptions,
  ReadAttributes,
  ReadClientIp,
  ReadConsent,
  ReadTimeZone,
  VaryName,
} from './config/personalize-options.js';
export type { DroppedExperience, ExperienceFailure, FetchedExperience } from './client/decode-fetch.js';
export type { FetchContext } from './client/encode-fetch.js';
export type { ExperienceMeta, ExperienceStatus } from './client/fetch-metadata.js';
export type { EventAction, EventActionName, EventElement, EventPlatform } from './client/encode-events.js';
export type { SentEvents } from './client/send-events.js';
export type { FetchQuery } from './client/parse-query.js';
export type { CallOptions, FetchResult, PersonalizeClient } from './client/personalize-client.js';
export type { BreakerState } from './client/breaker.js';
export type { PersonalizeStats } from './express/stats.js';
export type { ClosableServer, SignalOptions } from './express/close-on-signals.js';
export type { Erasure, Lifecycle, WaitLimits } from './express/lifecycle.js';
export type { ReportCounts, RefusalReason } from './express/router/report-counts.js';
export type { ClickTarget, ElementMarks, PageReports } from './express/page-reports.js';
export type { PersonalizeHandler } from './express/personalize-handler.js';
export type { PageRequest } from './express/page-request.js';
export type { Personalization, ReadValue } from './express/personalization.js';
