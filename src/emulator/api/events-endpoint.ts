import type { EventDraft } from '../ledger/ledger.js';
import type { Profiles } from '../targeting/profiles.js';
import { createReference, jsonAnswer } from './answer.js';
import type { Handled } from './exchange.js';
import { parseEvents } from './event-request.js';
import type { ReportedEvent } from './event-request.js';

const msPerSecond = 1_000;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function draftOf(event: ReportedEvent, profiles: Profiles): EventDraft {
  const { attributes } = event;
  return {
    at: event.eventTime * msPerSecond,
    customerId: event.customerId,
    action: event.action,
    uuid: event.uuid,
    experience: textOf(attributes.experience),
    variation: textOf(attributes.moe_variation_id),
    elementId: typeof attributes.b_id === 'string' ? attributes.b_id : undefined,
    platform: event.platform,
    changedProfile: event.changesProfile,
    createdProfile: profiles.ensure(event.customerId, event.userAttributes),
  };
}

function countOf(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

/** One line for the ledger. That profiles were changed is said: nothing should do so unless it was asked to. */
function summarize(events: readonly EventDraft[]): string {
  const changed = new Set(events.filter((event) => event.changedProfile).map(({ customerId }) => customerId));
  const accepted = `${countOf(events.length, 'event')} accepted`;
  return changed.size === 0 ? accepted : `${accepted}, ${countOf(changed.size, 'profile')} changed`;
}

/** `POST /experiences/events`. */
export function reportEvents(body: Readonly<Record<string, unknown>>, profiles: Profiles): Handled {
  const parsed = parseEvents(body);
  if (!parsed.ok) return parsed.refusal;
  const events = parsed.events.map((event) => draftOf(event, profiles));
  const message = `Accepted ${countOf(events.length, 'event')}.`;
  return {
    answer: jsonAnswer(200, { status: 'success', message, req_id: createReference() }),
    summary: summarize(events),
    events,
  };
}
