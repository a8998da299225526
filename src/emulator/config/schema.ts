import { BlockList, isIP } from 'node:net';

import { z } from 'zod';

import { hasControlCharacter } from '../../core/text.js';
import { oneOf, strictObject } from '../schema-rules.js';
import { scalarSchema } from './condition-schema.js';
import { experienceSchema, percentSchema } from './experience-schema.js';
import type { CustomerInput, EmulatorConfigInput } from './input.js';

export const defaultWorkspaceId = 'EMU_DEBUG';
export const defaultApiKey = 'emu_key';
export const defaultRateLimit = 10_000;

function isWorkspaceId(text: string): boolean {
  return text !== '' && !text.includes(':') && !hasControlCharacter(text);
}

/** Address and prefix of a range such as `203.0.113.0/24`. */
export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', digits = ''] = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  const prefix = Number(digits);
  if (family === 0 || prefix > (family === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: family === 4 ? 'ipv4' : 'ipv6' };
}

/** The ranges of one country, ready to be asked. */
export function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const cidr = parseCidr(range);
    if (cidr !== undefined) list.addSubnet(cidr.address, cidr.prefix, cidr.family);
  }
  return list;
}

const customerSchema: z.ZodType<CustomerInput> = strictObject({
  id: z.string().min(1).describe('customer_id; in quotation marks where it is a number.'),
  identifiers: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe('Identity Resolution: other identifiers that lead to this profile, such as u_em.'),
  attributes: z.record(z.string().min(1), scalarSchema).optional().describe('Attributes of the profile.'),
});

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, {
  error: 'must be a range such as 203.0.113.0/24 or 2001:db8::/32',
});

/** The shape of the emulator's file. What relates one part to another is checked by `crossCheck`. */
export const configSchema: z.ZodType<EmulatorConfigInput> = strictObject({
  workspaceId: z
    .string()
    .refine(isWorkspaceId, { error: 'must not be empty nor hold a colon or a control character' })
    .optional()
    .describe('Expected as MOE-APPKEY and as the Basic user.')
    .meta({ default: defaultWorkspaceId }),
  apiKey: z
    .string()
    .regex(/^emu_[\x21-\x7e]*$/, 'must begin with emu_: a real key has no business here')
    .optional()
    .describe('Expected as the Basic password. Begins with emu_, so that no real key ends up here.')
    .meta({ default: defaultApiKey }),
  customers: z.array(customerSchema).optional().describe('Profiles that exist.').meta({ default: [] }),
  countries: z
    .record(z.string().min(1), z.array(cidr).min(1))
    .optional()
    .describe('Name of a country → its CIDR ranges.')
    .meta({ default: {} }),
  globalControlGroup: percentSchema
    .optional()
    .describe('Percent of all visitors who never get an experience.')
    .meta({ default: 0 }),
  unmatched: oneOf(['absent', 'empty'])
    .optional()
    .describe('What stands for an asked key that did not match: nothing, or an empty payload.')
    .meta({ default: 'absent' }),
  failures: z.boolean().optional().describe('Whether answers list why keys did not match.').meta({ default: false }),
  rateLimit: z.int().min(1).optional().describe('Fetches a minute before 429.').meta({ default: defaultRateLimit }),
  experiences: z.array(experienceSchema).optional().describe('What can be fetched.').meta({ default: [] }),
}).meta({
  title: 'express-moengage-personalize emulator',
  description: 'What the local double of the MoEngage Personalize API serves.',
});

/** JSON Schema (draft 2020-12) of the emulator's YAML file, with descriptions for editors. */
export function emulatorSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(configSchema, { io: 'input' }) };
}
