import { z } from 'zod';

import { isJsonObject } from '../../core/json.js';
import type { JsonValue } from '../../core/json.js';
import { dataTypes, experienceStatuses } from '../api/wire-names.js';
import { oneOf, strictObject } from '../schema-rules.js';
import { whenSchema } from './condition-schema.js';
import type { AudienceInput, ExperienceInput, VariationInput } from './input.js';

/** A wire form whose `data_type` is misspelt would otherwise pass for a JSON value that happens to have these members. */
function hasKnownType(value: unknown): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'value') || !Object.hasOwn(value, 'data_type')) return true;
  return Object.keys(value).length === 2 && dataTypes.some((type) => type === value.data_type);
}

const variable: z.ZodType<JsonValue> = z
  .json()
  .refine(hasKnownType, {
    error: `{ value, data_type } takes nothing else, and a data_type of ${dataTypes.join(', ')}`,
  })
  .describe('A value; or { value, data_type } to be sent as it stands; or { bare } to be sent without a type.');

export const percentSchema: z.ZodNumber = z.number().min(0).max(100);

const variationSchema: z.ZodType<VariationInput> = strictObject({
  id: z.string().min(1).describe('Sent as moe_variation_id.'),
  weight: z
    .number()
    .min(0)
    .optional()
    .describe('Share of the audience, relative to the other weights.')
    .meta({ default: 1 }),
  variables: z.record(z.string().min(1), variable).describe('Variable → value.'),
});

/** Two of one id could not be told apart in reports. */
function areUnique(items: readonly { readonly id: string }[]): boolean {
  return new Set(items.map(({ id }) => id)).size === items.length;
}

const variations = z
  .array(variationSchema)
  .min(1)
  .refine(areUnique, { error: 'must have different ids' })
  .refine((items) => items.some(({ weight }) => weight !== 0), { error: 'must have a weight above 0 somewhere' })
  .describe('Drawn by weight, and the same one for the same visitor.');

const audienceSchema: z.ZodType<AudienceInput> = strictObject({
  id: z.string().min(1).describe('Sent as audience_id.'),
  name: z.string().min(1).describe('Sent as audience_name.'),
  when: whenSchema.optional(),
  variations,
});

const minKeyLength = 5;
const maxKeyLength = 50;

export const experienceSchema: z.ZodType<ExperienceInput> = strictObject({
  key: z
    .string()
    .min(minKeyLength, `must have ${minKeyLength} to ${maxKeyLength} characters`)
    .max(maxKeyLength, `must have ${minKeyLength} to ${maxKeyLength} characters`)
    .describe('What pages ask for.'),
  name: z.string().min(1).optional().describe('As the dashboard would show it. Default: the key.'),
  status: oneOf(experienceStatuses).optional().describe('Only Active ones are served.').meta({ default: 'Active' }),
  controlGroup: percentSchema
    .optional()
    .describe('Percent of the matching visitors who get nothing, always the same ones.')
    .meta({ default: 0 }),
  audiences: z
    .array(audienceSchema)
    .min(1)
    .refine(areUnique, { error: 'must have different ids' })
    .describe('The first that matches wins.'),
});
