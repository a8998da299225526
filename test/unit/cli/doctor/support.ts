import type { Patient } from '../../../../src/cli/doctor/patient.js';
import type { Reply } from '../../../../src/cli/doctor/probe.js';
import type { ApiOutcome, ApiRequest } from '../../../../src/client/transport.js';
import { resolveOptions } from '../../../../src/config/resolve-options.js';
import { createFakeClock } from '../../../support/fake-clock.js';

/** When all of these tests take place. */
export const noon: number = Date.parse('2026-11-25T12:00:00Z');

export interface ReplyOptions {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly durationMs?: number;
  readonly outcome?: ApiOutcome;
}

/** A 200 with an empty object, at noon, in want of anything else. */
export function replyOf({ status = 200, body = {}, headers = {}, durationMs = 10, outcome }: ReplyOptions = {}): Reply {
  const answered: ApiOutcome = { kind: 'answered', status, body: JSON.stringify(body) };
  return { outcome: outcome ?? answered, headers: new Map(Object.entries(headers)), atMs: noon, durationMs };
}

/** Status of each experience by its key. */
export type Workspace = Readonly<Record<string, 'Active' | 'Paused' | 'Scheduled'>>;

export function metadataOf(workspace: Workspace): Reply {
  const experiences = Object.entries(workspace).map(([key, status]) => ({ experience_key: key, status }));
  return replyOf({ body: { metadata: { count: experiences.length, experiences } } });
}

export interface PatientOptions {
  readonly metadata?: Reply;
  /** What calls bring, one after the other; the last one again and again. */
  readonly answers?: readonly Reply[];
  readonly types?: Patient['types'];
}

/** A way to the API that answers as it is told, and what it was asked. */
export function patientOf({ metadata = metadataOf({}), answers = [replyOf()], types }: PatientOptions = {}): Patient & {
  readonly asked: readonly ApiRequest[];
} {
  const settings = resolveOptions({ workspaceId: 'w', apiKey: 'k', baseUrl: 'https://api.example/v1' }, {});
  const asked: ApiRequest[] = [];
  const replies: Reply[] = [metadata];
  const ask = (request: ApiRequest): Promise<Reply> => {
    asked.push(request);
    const reply = answers[Math.min(asked.length, answers.length) - 1] ?? replyOf();
    replies.push(reply);
    return Promise.resolve(reply);
  };
  return {
    asked,
    settings,
    url: new URL(settings.baseUrl),
    clock: createFakeClock({ now: noon }),
    probe: { ask, replies, close: () => Promise.resolve() },
    metadata: () => Promise.resolve(metadata),
    elsewhere: [],
    types,
  };
}
