import { isJsonObject, parseJson } from '../../core/json.js';
import type { Happening } from './recorder.js';

/** As the browser script writes it. Who sealed the token, if anybody, is yet to be seen. */
export interface ReportedEvent {
  readonly token: string;
  readonly happening: Happening;
}

/** As many as the browser script puts into one request. */
const maxEvents = 50;

/** Later clicks on one element tell nothing more, and each would be another event upstream. */
const maxClicks = 5;

const tokenPattern = /^[\w-]{1,8192}$/;

const isToken = (value: unknown): value is string => typeof value === 'string' && tokenPattern.test(value);

const isClickIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxClicks;

function parseEvent(value: unknown): ReportedEvent | undefined {
  if (!Array.isArray(value)) return undefined;
  const [token, what, index] = value as readonly unknown[];
  if (!isToken(token)) return undefined;
  if (what === 'shown' && value.length === 2) return { token, happening: 'shown' };
  if (what === 'clicked' && value.length === 3 && isClickIndex(index)) return { token, happening: index };
  return undefined;
}

/** A text that is no report is mostly told by its ends; the parser throws, which is dear where many such come. */
function parseText(text: string): unknown {
  return text.startsWith('{') && text.endsWith('}') ? parseJson(text) : undefined;
}

/**
 * The events of a body, which is text, or what the application's own parser has made of it: `undefined` in place of
 * each that is none, and for a body that is none.
 */
export function parseEvents(body: unknown): readonly (ReportedEvent | undefined)[] | undefined {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : body;
  const report = typeof text === 'string' ? parseText(text) : text;
  if (!isJsonObject(report) || !Array.isArray(report.events) || report.events.length > maxEvents) return undefined;
  return report.events.map(parseEvent);
}
