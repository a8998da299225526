import { z } from 'zod';

import { createRecord } from '../../core/record.js';
import { breachesOf } from '../schema-rules.js';
import { refuseValue } from './answer.js';
import type { Refusal } from './answer.js';
import { daysOfWeek, hoursOfDay, reservedFields } from './wire-names.js';

/** The body of a fetch, in our words. */
export interface FetchRequest {
  readonly customerId: string | undefined;
  readonly userIdentifiers: Readonly<Record<string, string>>;
  /** `undefined`: all experiences of the visitor. */
  readonly keys: readonly string[] | undefined;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly ipAddress: string | undefined;
  readonly userAgent: string | undefined;
  /** All members that are no field of the API. */
  readonly session: Readonly<Record<string, string>>;
}

const text = z.string({ error: 'Not a valid string.' });

/** What is not known is left out; an empty identifier would be a profile of its own. */
const identifier = text.min(1, 'May not be empty.');

/** One of the values, exactly; the description is the vendor's, word for word. */
function label(values: readonly string[]): z.ZodType<string> {
  const describe = (value: unknown): string => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return `Enum doesnt allow value: ${shown}, allowed values: [${values.join(', ')}]`;
  };
  return z
    .string({ error: ({ input }) => describe(input) })
    .refine((value) => values.includes(value), { error: ({ input }) => describe(input) });
}

/** The contract's page overrules the vendor's schema where that calls `user_identifiers` a string. */
const fieldsSchema = z.object({
  identifiers: z
    .object(
      {
        customer_id: identifier.optional(),
        user_identifiers: z.record(z.string(), identifier, { error: 'Not a valid mapping.' }).optional(),
      },
      { error: 'Not a valid mapping.' },
    )
    .optional(),
  experience_key: z.array(text, { error: 'Not a valid list.' }).optional(),
  DAY_OF_THE_WEEK: label(daysOfWeek).optional(),
  TIME_OF_THE_DAY: label(hoursOfDay).optional(),
  USER_IP_ADDRESS: text.optional(),
  USER_AGENT: text.optional(),
});

export type ParsedFetch =
  { readonly ok: true; readonly request: FetchRequest } | { readonly ok: false; readonly refusal: Refusal };

function refusalOf(error: z.ZodError, body: unknown): Refusal {
  const [issue] = error.issues;
  const [breach] = breachesOf(error, body);
  const description = `${(issue?.path ?? []).join('.')} - ${issue?.message ?? ''}`;
  return refuseValue(description, `${breach?.problem.path ?? ''}: ${breach?.problem.message ?? ''}`);
}

type Session =
  | { readonly ok: true; readonly session: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: Refusal };

/** Every top-level member that is no field, `__proto__` included, which zod would leave out. */
function parseSession(body: Readonly<Record<string, unknown>>): Session {
  const session = createRecord<string>();
  for (const [name, value] of Object.entries(body)) {
    if (reservedFields.includes(name)) continue;
    if (typeof value !== 'string') {
      const problem = `${name}: an in-session attribute must be a string`;
      return { ok: false, refusal: refuseValue(`${name} - Not a valid string.`, problem) };
    }
    session[name] = value;
  }
  return { ok: true, session };
}

/** Checks the body of a fetch by the contract. */
export function parseFetch(body: Readonly<Record<string, unknown>>): ParsedFetch {
  const fields = fieldsSchema.safeParse(body);
  if (!fields.success) return { ok: false, refusal: refusalOf(fields.error, body) };
  const parsed = parseSession(body);
  if (!parsed.ok) return parsed;
  const { identifiers, experience_key: keys, ...rest } = fields.data;
  return {
    ok: true,
    request: {
      customerId: identifiers?.customer_id,
      userIdentifiers: identifiers?.user_identifiers ?? {},
      // The contract gives an empty list no meaning of its own: no key was specified.
      keys: keys?.length === 0 ? undefined : keys,
      day: rest.DAY_OF_THE_WEEK,
      hour: rest.TIME_OF_THE_DAY,
      ipAddress: rest.USER_IP_ADDRESS,
      userAgent: rest.USER_AGENT,
      session: parsed.session,
    },
  };
}
