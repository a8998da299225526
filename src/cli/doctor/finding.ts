import type { JsonValue } from '../../core/json.js';

/** What is looked at, in this order. */
export const checkNames = [
  'configuration',
  'dns',
  'tls',
  'credentials',
  'clock',
  'latency',
  'quota',
  'keys',
  'proxy',
] as const;

export type CheckName = (typeof checkNames)[number];

/** `warning`: works, but not for long, or not for everybody. `skipped`: there was nothing to look at. */
export type Verdict = 'ok' | 'warning' | 'trouble' | 'skipped';

/** One thing that was found, said in one line. Holds no secret, no identifier and no visitor's address. */
export interface Remark {
  readonly verdict: Verdict;
  readonly message: string;
  /** What to do next. */
  readonly advice?: string;
  /** The figures behind it. */
  readonly data?: Readonly<Record<string, JsonValue>>;
}

export interface Finding extends Remark {
  readonly check: CheckName;
}

type Data = Remark['data'];

export function fine(message: string, data?: Data): Remark {
  return { verdict: 'ok', message, ...(data && { data }) };
}

export function warning(message: string, advice: string, data?: Data): Remark {
  return { verdict: 'warning', message, advice, ...(data && { data }) };
}

export function trouble(message: string, advice: string, data?: Data): Remark {
  return { verdict: 'trouble', message, advice, ...(data && { data }) };
}

export function skipped(message: string): Remark {
  return { verdict: 'skipped', message };
}
