import axios from 'axios';
import { createAxiosTransport } from '../../client/axios-transport.js';
import { withDeadline } from '../../client/deadline.js';
import type { ApiOutcome, ApiRequest } from '../../client/transport.js';
import type { ClientOptions } from '../../config/resolved-options.js';
import type { Clock } from '../../core/clock.js';

/** What came of a call, with all that its headers say. */
export interface Reply {
  readonly outcome: ApiOutcome;
  /** Lower-case names; none where nothing came. */
  readonly headers: ReadonlyMap<string, string>;
  /** Wall clock half way between question and answer. */
  readonly atMs: number;
  readonly durationMs: number;
}

/** One question after the other, by the wire that pages use, but without what spares an API that fails. */
export interface Probe {
  /** Never rejects; `timeoutMs` of the settings at most. */
  ask(request: ApiRequest): Promise<Reply>;
  /** All answers so far. */
  readonly replies: readonly Reply[];
  close(): Promise<void>;
}

export function createProbe(settings: ClientOptions, clock: Clock): Probe {
  let headers = new Map<string, string>();
  const instance = axios.create();
  instance.interceptors.response.use((response) => {
    for (const [name, value] of Object.entries(response.headers)) {
      if (typeof value === 'string') headers.set(name.toLowerCase(), value);
    }
    return response;
  });
  const transport = withDeadline(createAxiosTransport({ ...settings, axios: instance }), clock);
  const replies: Reply[] = [];
  return {
    replies,
    async ask(request) {
      headers = new Map();
      const [startedAt, startedMs] = [clock.now(), clock.monotonic()];
      const outcome = await transport.send(request, { deadline: startedMs + settings.timeoutMs });
      const durationMs = clock.monotonic() - startedMs;
      const reply = { outcome, headers, atMs: startedAt + durationMs / 2, durationMs };
      replies.push(reply);
      return reply;
    },
    close: () => transport.close(),
  };
}
