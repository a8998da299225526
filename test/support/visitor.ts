import type { VisitorContext } from '../../src/core/visitor-context.js';

/** An anonymous visitor of whom nothing else is known. */
export function createVisitor(changes: Partial<VisitorContext> = {}): VisitorContext {
  return {
    identity: {},
    ipAddress: undefined,
    userAgent: undefined,
    device: { type: undefined, vendor: undefined, model: undefined },
    os: { name: undefined, version: undefined },
    browser: { name: undefined, version: undefined },
    queryAttributes: {},
    attributes: {},
    timeZone: 'UTC',
    dayOfWeek: 'Monday',
    hourOfDay: '14',
    utcOffsetSeconds: 0,
    ...changes,
  };
}
