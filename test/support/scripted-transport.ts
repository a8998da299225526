import type { ApiOutcome, ApiRequest, CallLimits, Transport } from '../../src/client/transport.js';

export interface ScriptedTransport extends Transport {
  readonly sent: readonly { readonly request: ApiRequest; readonly limits: CallLimits }[];
  /** Bodies of the requests, parsed. */
  bodies(): readonly unknown[];
}

/** An answer as the API gives it. */
export function answered(body: unknown, status = 200): ApiOutcome {
  return { kind: 'answered', status, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Answers the calls by the script, without a network. */
export function createScriptedTransport(
  answer: (request: ApiRequest, index: number) => ApiOutcome | Promise<ApiOutcome>,
): ScriptedTransport {
  const sent: { request: ApiRequest; limits: CallLimits }[] = [];
  return {
    sent,
    bodies: () => sent.map(({ request }): unknown => JSON.parse(request.body ?? 'null')),
    send(request, limits) {
      sent.push({ request, limits });
      return Promise.resolve(answer(request, sent.length - 1));
    },
    close: () => Promise.resolve(),
  };
}

/** An answer holding one plain experience for each key that was asked for. */
export function answerKeys(request: ApiRequest): ApiOutcome {
  const body: unknown = JSON.parse(request.body ?? '{}');
  const keys: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'experience_key') : [];
  const list: readonly unknown[] = Array.isArray(keys) ? keys : [];
  const experiences = Object.fromEntries(
    list.map((key) => [String(key), { payload: { Title: { value: String(key), data_type: 'string' } } }]),
  );
  return answered({ experiences });
}
