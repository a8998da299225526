import { z } from 'zod';

import { oneOf, strictObject } from '../schema-rules.js';
import { browserNames, deviceNames, osNames } from '../targeting/user-agent.js';
import { daysOfWeek, reservedFields } from '../api/wire-names.js';
import type { OneOfInput, ScalarInput, WhenInput } from './input.js';

/** YAML writes `yes: 5` and `yes: "5"` alike for most people, so numbers and booleans stand for their text. */
export const scalarSchema: z.ZodType<ScalarInput> = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a string, a number or a boolean',
});

const oneOfValues: z.ZodType<OneOfInput> = z.union([scalarSchema, z.array(scalarSchema).min(1)], {
  error: 'must be a value or a list of values',
});

const sessionValue = z.union([oneOfValues, strictObject({ present: z.boolean() })], {
  error: 'must be a value, a list of values, or { present: true } or { present: false }',
});

const sessionName = z
  .string()
  .refine((name) => !reservedFields.includes(name), { error: 'is a field of the API, not an in-session attribute' });

/** `"7"`, `"07"`, `"18-05"`. */
const hoursPattern = /^(?:[01]?\d|2[0-3])(?: ?- ?(?:[01]?\d|2[0-3]))?$/;

const hourRule = 'must be an hour from 0 to 23 or a range such as "18-05"';

const hourText = z.string().regex(hoursPattern, hourRule);
const hourNumber = z.int(hourRule).min(0, hourRule).max(23, hourRule);
const hourList = z.array(z.union([hourNumber, hourText], { error: hourRule })).min(1);
const hours = z.union([hourText, hourList], { error: `${hourRule}, or a list of them` });

/** A list with something in it: a condition that nothing can fulfil is a slip of the pen. */
function someOf<Item>(item: z.ZodType<Item>): z.ZodArray<z.ZodType<Item>> {
  return z.array(item).min(1);
}

export const whenSchema: z.ZodType<WhenInput> = strictObject({
  customers: someOf(z.string()).optional().describe('Ids of customers, each listed under `customers`.'),
  identified: z.boolean().optional().describe('Whether the visitor is a known customer.'),
  attributes: z
    .record(z.string(), oneOfValues)
    .optional()
    .describe("Attributes of the customer's profile: a value, or several of which one has to match."),
  session: z
    .record(sessionName, sessionValue)
    .optional()
    .describe('In-session attributes of the request, such as utm_source: a value, several, or { present: true }.'),
  days: someOf(oneOf(daysOfWeek)).optional().describe('Values of DAY_OF_THE_WEEK.'),
  hours: hours
    .optional()
    .describe('Hours 0 to 23 or ranges such as "18-05", both ends included, past midnight if need be.'),
  devices: someOf(oneOf(deviceNames)).optional().describe('Kinds of device, told from USER_AGENT.'),
  browsers: someOf(oneOf(browserNames)).optional().describe('Browsers, told from USER_AGENT.'),
  os: someOf(oneOf(osNames)).optional().describe('Operating systems, told from USER_AGENT.'),
  countries: someOf(z.string()).optional().describe('Names from `countries` that USER_IP_ADDRESS belongs to.'),
}).describe('All conditions given must hold. Without any, everybody is in the audience.');
