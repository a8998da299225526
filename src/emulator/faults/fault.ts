import { z } from 'zod';

import { apiPaths } from '../api/routes.js';
import { problemsError } from '../error.js';
import { breachesOf, strictObject } from '../schema-rules.js';

/** What goes wrong, on purpose, from now on. */
export type Fault =
  /** Answers after `ms`. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends the head at once and then `bytes` of the body every `everyMs`. */
  | { readonly kind: 'trickle'; readonly bytes: number; readonly everyMs: number }
  /** Sends the head a byte at a time, one every `everyMs` (50). */
  | { readonly kind: 'header-trickle'; readonly everyMs?: number | undefined }
  /** Resets the connection: instead of an answer or, the request being dealt with, after so many bytes of it. */
  | { readonly kind: 'reset'; readonly after?: number | undefined }
  /** Answers with this status instead of dealing with the request. A `body` that is no string is sent as JSON. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  /** 200, and a body that stops being JSON half way. */
  | { readonly kind: 'malformed' }
  /** Promises the whole answer and hangs up after half of it. */
  | { readonly kind: 'truncated' }
  /** 200 and a web page, as a proxy in front may send. */
  | { readonly kind: 'html' }
  /** A valid answer of about so many bytes, compressed if `gzip` is set. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly gzip?: boolean | undefined }
  /** 429 with its headers and, where `retryAfter` is given, `Retry-After`: seconds, or any text. */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: number | string | undefined }
  /** 307 to this address. */
  | { readonly kind: 'redirect'; readonly to: string };

export type FaultKind = Fault['kind'];

export interface FaultFilter {
  /** End of the path of the calls concerned, such as `/events`. Default: every call. */
  readonly path?: string | undefined;
  /** So many calls, then no more. Default: until another fault is set. */
  readonly times?: number | undefined;
}

export const faultKinds: readonly FaultKind[] = [
  'latency',
  'hang',
  'trickle',
  'header-trickle',
  'reset',
  'status',
  'malformed',
  'truncated',
  'html',
  'huge',
  'rate-limit',
  'redirect',
];

const maxDelayMs = 600_000;
const maxBytes = 2 ** 30;

const delay = z.int().min(0).max(maxDelayMs);
const size = z.int().min(1).max(maxBytes);

/** Neither may end the line that it stands on. */
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be a header value');

const faultSchema: z.ZodType<Fault> = z.discriminatedUnion(
  'kind',
  [
    strictObject({ kind: z.literal('latency'), ms: delay }),
    strictObject({ kind: z.literal('hang') }),
    strictObject({ kind: z.literal('trickle'), bytes: size, everyMs: delay }),
    strictObject({ kind: z.literal('header-trickle'), everyMs: delay.optional() }),
    strictObject({ kind: z.literal('reset'), after: z.int().min(0).max(maxBytes).optional() }),
    strictObject({
      kind: z.literal('status'),
      status: z.int().min(200).max(599),
      body: z.unknown().optional(),
      headers: z.record(headerName, headerValue).optional(),
    }),
    strictObject({ kind: z.literal('malformed') }),
    strictObject({ kind: z.literal('truncated') }),
    strictObject({ kind: z.literal('html') }),
    strictObject({ kind: z.literal('huge'), bytes: size, gzip: z.boolean().optional() }),
    strictObject({ kind: z.literal('rate-limit'), retryAfter: z.union([z.number(), headerValue]).optional() }),
    strictObject({ kind: z.literal('redirect'), to: headerValue }),
  ],
  { error: `must have a kind: ${faultKinds.join(', ')}` },
);

const filterSchema: z.ZodType<FaultFilter> = strictObject({
  path: z
    .string()
    .refine((path) => path !== '' && apiPaths.some((each) => each.endsWith(path)), {
      error: `must be the end of one of ${apiPaths.join(', ')}`,
    })
    .optional(),
  times: z.int().min(1).optional(),
});

function parse<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = breachesOf(parsed.error, input).map(({ problem }) => problem);
  throw problemsError('MOE_EMULATOR_FAULT', 'The fault', problems);
}

/** @throws EmulatorError `MOE_EMULATOR_FAULT`. */
export function parseFault(input: unknown): Fault {
  return parse(faultSchema, input);
}

/** @throws EmulatorError `MOE_EMULATOR_FAULT`. */
export function parseFaultFilter(input: unknown): FaultFilter {
  return parse(filterSchema, input);
}
