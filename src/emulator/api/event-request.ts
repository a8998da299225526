import { z } from 'zod';

import type { ScalarInput } from '../config/input.js';
import { breachesOf } from '../schema-rules.js';
import { refuseValue } from './answer.js';
import type { Refusal } from './answer.js';
import { eventActions, experienceType, platforms, requiredAttributes } from './wire-names.js';
import type { EventAction } from './wire-names.js';

/** One action of one user, as reported. */
export interface ReportedEvent {
  readonly customerId: string;
  /** Those that a condition can ask for. */
  readonly userAttributes: Readonly<Record<string, ScalarInput>>;
  /** Whether there were `user_attributes` of any kind. */
  readonly changesProfile: boolean;
  readonly action: EventAction;
  readonly uuid: string;
  /** Epoch seconds. */
  readonly eventTime: number;
  readonly platform: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const maxElements = 100;
const maxOffsetSeconds = 54_000;

/** The year 5138 in seconds, and March 1973 in milliseconds: what is larger was not meant as seconds. */
const mostSeconds = 100_000_000_000;

const uuidV4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

const nonEmpty = z.string().min(1, 'must not be empty');

/** Six members are required; further ones come from the context and stay as they are. */
const attributesSchema = z
  .looseObject({
    b_id: z.string().optional(),
    type: z.literal(experienceType, { error: `must be ${experienceType}` }).optional(),
  })
  .superRefine((attributes, context) => {
    for (const name of requiredAttributes) {
      if (typeof attributes[name] === 'string') continue;
      context.addIssue({ code: 'custom', path: [name], message: 'must be a string' });
    }
  });

const actionSchema = z.looseObject({
  action: z.enum(eventActions, { error: `must be ${eventActions.join(' or ')}` }),
  moe_event_uuid: z.string().regex(uuidV4, 'must be a UUID of version 4'),
  event_time: z.int().min(1).lt(mostSeconds, 'must be seconds, and looks like milliseconds'),
  platform: z
    .string()
    .refine((name) => platforms.includes(name), { error: `must be one of ${platforms.join(', ')}` })
    .optional(),
  attributes: attributesSchema,
  b_id: z.undefined({ error: 'belongs inside attributes' }).optional(),
});

const elementSchema = z.object({
  customer_id: nonEmpty,
  user_attributes: z.record(z.string(), z.unknown()).optional(),
  user_timezone_offset: z.int().min(-maxOffsetSeconds).max(maxOffsetSeconds).optional(),
  actions: z.array(actionSchema).min(1),
});

type Element = z.infer<typeof elementSchema>;

function areDifferentUsers(elements: readonly Element[]): boolean {
  return new Set(elements.map(({ customer_id: id }) => id)).size === elements.length;
}

const reportSchema = z.object({
  elements: z
    .array(elementSchema)
    .min(1)
    .max(maxElements, `must have at most ${maxElements} elements`)
    .refine(areDifferentUsers, { error: 'must have one element for each user' }),
});

export type ParsedEvents =
  { readonly ok: true; readonly events: readonly ReportedEvent[] } | { readonly ok: false; readonly refusal: Refusal };

/** The vendor names the field of the element only, however deep the fault lies. */
function refusalOf(error: z.ZodError, body: unknown): Refusal {
  const [, , field] = error.issues[0]?.path ?? [];
  const [breach] = breachesOf(error, body);
  const errored = field === undefined ? '' : `, Errored Field: ${String(field)}`;
  const problem = `${breach?.problem.path ?? ''}: ${breach?.problem.message ?? ''}`;
  return refuseValue(`elements - Validators Failed : Validator: Element${errored}`, problem);
}

function isScalar(value: unknown): value is ScalarInput {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function eventsOf(element: Element): readonly ReportedEvent[] {
  const attributes = Object.entries(element.user_attributes ?? {});
  const scalars = attributes.flatMap(([name, value]) => (isScalar(value) ? [[name, value] as const] : []));
  return element.actions.map((action) => ({
    customerId: element.customer_id,
    userAttributes: Object.fromEntries(scalars),
    changesProfile: attributes.length > 0,
    action: action.action,
    uuid: action.moe_event_uuid,
    eventTime: action.event_time,
    platform: action.platform,
    attributes: action.attributes,
  }));
}

/** Checks a report by the contract. One bad event refuses it whole. */
export function parseEvents(body: Readonly<Record<string, unknown>>): ParsedEvents {
  const report = reportSchema.safeParse(body);
  if (!report.success) return { ok: false, refusal: refusalOf(report.error, body) };
  return { ok: true, events: report.data.elements.flatMap(eventsOf) };
}
