import { z } from 'zod';

/** The contract's answers. Members that it does not name are allowed, since it says that they may come. */
const typedVariable = z.strictObject({
  value: z.json(),
  data_type: z.enum(['string', 'number', 'boolean', 'json', 'float']),
});

/** A bare value may be any JSON, but nothing that half looks like a typed one. */
const bareValue = z.json().refine((value) => !(typeof value === 'object' && value !== null && 'data_type' in value));

const experienceContext = z.looseObject({
  cid: z.string(),
  experience: z.string(),
  moe_locale_id: z.string(),
  moe_variation_id: z.string(),
  audience_name: z.string(),
  audience_id: z.string(),
  type: z.literal('Web Personalization'),
  experience_type: z.string(),
});

const matched = z.strictObject({
  payload: z.record(z.string(), z.union([typedVariable, bareValue])),
  experience_context: experienceContext,
});

const unmatched = z.strictObject({ payload: z.strictObject({}), experience_context: z.strictObject({}) });

const failure = z.strictObject({ reason: z.string().regex(/^[A-Z_]+$/), experienceKeys: z.array(z.string()).min(1) });

const fetchAnswer = z.strictObject({
  experiences: z.record(z.string(), z.union([matched, unmatched])),
  failures: z.array(failure).optional(),
});

const metadataAnswer = z.strictObject({
  metadata: z
    .strictObject({
      count: z.int().min(0),
      experiences: z.array(
        z.strictObject({
          experience_name: z.string(),
          experience_key: z.string(),
          status: z.enum(['Active', 'Paused', 'Scheduled']),
        }),
      ),
    })
    .refine(({ count, experiences }) => count === experiences.length),
});

const eventsAnswer = z.strictObject({
  status: z.literal('success'),
  message: z.string().min(1),
  req_id: z.string().min(1),
});

const errorAnswer = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  code: z.string().optional(),
});

/** The shape that the contract gives to an answer of this status from this path. */
export function shapeOf(path: string, status: number): z.ZodType {
  if (status !== 200) return errorAnswer;
  if (path.includes('/fetch')) return fetchAnswer;
  return path.includes('/metadata') ? metadataAnswer : eventsAnswer;
}
