import { isJsonObject, parseJson } from '../../../src/core/json.js';
import { openUpstream } from '../../support/upstream.js';
import type { Upstream } from '../../support/upstream.js';

/** An API whose hero says whose it is, and when each call came, in milliseconds. */
export interface MarkerApi extends Upstream {
  readonly arrivedAt: readonly number[];
  /** When those came that somebody still waited for. */
  readonly answeredAt: readonly number[];
  /** What it answers with from now on. */
  status: number;
  headers: Readonly<Record<string, string>>;
  delayMs: number;
  /** It answers nothing before. */
  gate: Promise<unknown>;
}

/** In every payload, so that it can be looked for. */
export const payloadCanary = 'payload-canary';

function customerOf(body: string): string {
  const request = parseJson(body);
  const identifiers = isJsonObject(request) ? request.identifiers : undefined;
  return isJsonObject(identifiers) ? String(identifiers.customer_id) : '';
}

export async function openMarkerApi(delayMs: number): Promise<MarkerApi> {
  const arrivedAt: number[] = [];
  const answeredAt: number[] = [];
  const answer = { status: 200, headers: {}, delayMs, gate: Promise.resolve<unknown>(undefined) };
  const upstream = await openUpstream((res, { body }) => {
    const now = performance.timeOrigin + performance.now();
    arrivedAt.push(now);
    res.once('finish', () => answeredAt.push(now));
    const payload = { Marker: `marker of ${customerOf(body)}`, Text: payloadCanary };
    const reply = (): void => {
      res.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      res.end(answer.status === 200 ? JSON.stringify({ experiences: { 'home-hero': { payload } } }) : '{}');
    };
    void answer.gate.then(() => setTimeout(reply, answer.delayMs).unref());
  });
  return Object.assign(answer, upstream, { arrivedAt, answeredAt });
}
