import { expectIdentity, makeDelivery, settle, warningsOf } from '../../../support/deliveries.js';
import { status, unreachable } from '../../../support/event-api.js';
import { createEvent } from '../../../support/event-store-ports.js';

describe('the log', () => {
  const line = (detail: string, hint: string) =>
    `MOE_WARN_EVENTS_FAILED Events could not be delivered: ${detail}; ${hint} (MOE_WARN_EVENTS_FAILED)`;

  it.each([
    [status(503), line('HTTP_ERROR, HTTP 503', 'they are tried again')],
    [unreachable, line('NETWORK_ERROR', 'they are tried again')],
    [status(401), line('UNAUTHORIZED, HTTP 401', 'they wait until the API takes workspaceId and apiKey')],
    [status(429), line('RATE_LIMITED, HTTP 429', 'they wait as long as the API asks')],
  ])('says why events are not delivered, once a minute', async (outcome, expected) => {
    const made = makeDelivery({ reply: () => outcome });
    made.track('a');
    for (let seconds = 0; seconds < 55; seconds += 1) await made.pass(1_000);
    expect(warningsOf(made)).toEqual([expected]);
    for (let seconds = 0; seconds < 600; seconds += 1) await made.pass(1_000);
    expect(warningsOf(made).length).toBeGreaterThan(1);
    expect(warningsOf(made).length).toBeLessThanOrEqual(11);
  });

  it('says that what is refused is dropped, and how much that is', async () => {
    const made = makeDelivery({ reply: () => status(400) });
    made.track('a', 'a');
    await made.pass(1_000);
    const start = 'MOE_WARN_EVENTS_DROPPED Events were dropped, ';
    const end = ' since the start: the API refuses each of them by itself (MOE_WARN_EVENTS_DROPPED)';
    expect(warningsOf(made)).toContain(`${start}1${end}`);
    await made.pass(60_000);
    made.track('a');
    await made.pass(1_000);
    expect(warningsOf(made)).toContain(`${start}3${end}`);
  });

  it.each([
    ['the queue is full', { maxEvents: 1 }, 0],
    ['for too long', {}, 3_600_000],
  ])('says that events were dropped since %s', async (cause, bounds, waitMs) => {
    const made = makeDelivery({ settings: { bounds: { maxEvents: 10, maxBytes: 1e6, ...bounds } } });
    made.track('a');
    made.clock.stall(waitMs);
    made.track('b');
    await settle();
    expect(warningsOf(made).join()).toContain(cause);
    expectIdentity(made.delivery.counts());
  });

  it('does not say that what is refused is tried again', async () => {
    const made = makeDelivery({ reply: () => status(400) });
    made.track('a');
    await made.pass(1_000);
    expect(warningsOf(made)).toHaveLength(1);
  });

  it('says that events came after close()', async () => {
    const made = makeDelivery();
    await made.delivery.close({ timeoutMs: 0 });
    made.track('a');
    expect(warningsOf(made)).toEqual([expect.stringContaining('they came after close()')]);
  });

  it('never has a word of the events', async () => {
    const made = makeDelivery({ reply: (_, index) => status([400, 503, 401, 413][index % 4] ?? 0) });
    made.delivery.track(createEvent({ customerId: 'canary', attributes: { canary: 'canary' } }));
    made.delivery.track(createEvent({ customerId: 'canary2', attributes: { canary: 'canary' } }));
    for (let index = 0; index < 8; index += 1) await made.pass(60_000);
    expect(made.logger.lines.length).toBeGreaterThan(1);
    expect(JSON.stringify(made.logger.lines)).not.toContain('canary');
  });
});
