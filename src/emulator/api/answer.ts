import { randomBytes } from 'node:crypto';

/** A response, before any fault spoils it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Eight letters and digits, as the vendor's error codes and request ids have. */
export function createReference(): string {
  return randomBytes(8)
    .toString('base64')
    .replace(/[^A-Za-z\d]/g, 'x')
    .slice(0, 8);
}

/** A request that breaks the contract. */
export interface Refusal {
  readonly answer: Answer;
  /** What exactly is wrong, for the ledger; the vendor's own text says less. */
  readonly problem: string;
}

function refuse(
  status: number,
  error: Readonly<Record<string, string>>,
  problem: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return { answer: jsonAnswer(status, error, headers), problem };
}

/** A value that validation refuses. */
export function refuseValue(description: string, problem: string): Refusal {
  return refuse(400, { title: 'Invalid Field Value', description, code: createReference() }, problem);
}

export function refuseJson(problem: string): Refusal {
  const description = 'Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.';
  return refuse(400, { title: 'Malformed JSON', description }, problem);
}

export function refuseWorkspace(problem: string): Refusal {
  const description = 'MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME';
  return refuse(400, { title: 'Request Error', description }, problem);
}

export function refuseCredentials(problem: string): Refusal {
  const description = 'Invalid API_KEY used in Authentication Header';
  return refuse(401, { title: 'Authentication required', description }, problem);
}

/** The ways in which a request can miss the API altogether. The contract is silent on their bodies. */
export function refuseRequest(
  status: 404 | 405 | 413,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return refuse(status, { title: 'Request Error', description }, description, headers);
}

/** @param resetAt Epoch seconds at which the next minute begins. */
export function refuseRate(limit: number, resetAt: number, headers: Readonly<Record<string, string>> = {}): Refusal {
  const description = `More than ${limit} requests in a minute`;
  return refuse(429, { title: 'Too Many Requests', description }, description, {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(resetAt),
    ...headers,
  });
}
