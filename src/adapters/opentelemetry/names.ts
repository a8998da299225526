// Names of OpenTelemetry's semantic conventions. Written out here: a package for four of them is one too many.
export const httpMethod = 'http.request.method';
export const httpStatus = 'http.response.status_code';
/** The path without its query, and without anything of a visitor: the endpoints of the API are always the same. */
export const urlTemplate = 'url.template';
export const errorType = 'error.type';

// Our own.
export const keyCount = 'personalize.keys';
export const sources = 'personalize.sources';
export const reasons = 'personalize.reasons';
export const eventCount = 'personalize.events';
export const reason = 'personalize.reason';
export const freshness = 'personalize.cache.freshness';
export const breakerState = 'personalize.breaker.state';
export const breakerFrom = 'personalize.breaker.from';
export const breakerTo = 'personalize.breaker.to';
export const quantile = 'personalize.quantile';
