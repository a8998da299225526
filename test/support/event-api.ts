import { withDeadline } from '../../src/client/deadline.js';
import { postEvents } from '../../src/client/send-events.js';
import type { ApiOutcome, ApiRequest, Transport } from '../../src/client/transport.js';
import type { Clock } from '../../src/core/clock.js';
import type { SendBatch } from '../../src/events/delivery/deliver-lot.js';
import { groupEvents } from '../../src/events/group-events.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';

/** One attempt to send events, as the API sees it. */
export interface EventRequest {
  readonly events: readonly TrackedEvent[];
  /** On the monotonic scale. */
  readonly at: number;
  readonly request: ApiRequest;
  readonly aborted: boolean;
  /** Ends it; the first answer counts. */
  answer(outcome: ApiOutcome): void;
}

export interface EventApi {
  readonly send: SendBatch;
  /** All that came, in order. */
  readonly requests: readonly EventRequest[];
  /** Those that wait for an answer. */
  readonly open: readonly EventRequest[];
}

export const status = (code: number, advice: Readonly<Record<string, string>> = {}): ApiOutcome => ({
  kind: 'answered',
  status: code,
  body: '{}',
  advice,
});

export const unreachable: ApiOutcome = { kind: 'failed', reason: 'NETWORK_ERROR' };

/** The API behind a real deadline. What `reply` has no answer to stays open until somebody answers it. */
export function createEventApi(
  clock: Clock,
  reply: (events: readonly TrackedEvent[], index: number) => ApiOutcome | undefined = () => undefined,
): EventApi {
  const requests: EventRequest[] = [];
  const open = new Set<EventRequest>();
  const send: SendBatch = (events, limits) => {
    const wire: Transport = {
      send: (request, { signal }) =>
        new Promise((resolve) => {
          const entry: EventRequest = {
            events,
            at: clock.monotonic(),
            request,
            get aborted() {
              return signal?.aborted === true;
            },
            answer(outcome) {
              open.delete(entry);
              resolve(outcome);
            },
          };
          requests.push(entry);
          open.add(entry);
          signal?.addEventListener('abort', () => open.delete(entry));
          const outcome = reply(events, requests.length - 1);
          if (outcome) entry.answer(outcome);
        }),
      close: () => Promise.resolve(),
    };
    return postEvents(withDeadline(wire, clock), groupEvents(events), limits);
  };
  return {
    send,
    requests,
    get open() {
      return [...open];
    },
  };
}
