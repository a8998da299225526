import { parseNames } from '../config/option-rules.js';
import { isJsonObject } from '../core/json.js';
import { readAnswer } from './fetch-chunks.js';
import type { CallFailure } from './fetch-chunks.js';
import type { CallLimits, Transport } from './transport.js';

export const experienceStatuses = ['Active', 'Paused', 'Scheduled'] as const;

/** `Active`: served. `Paused` and `Scheduled`: nobody matches. */
export type ExperienceStatus = (typeof experienceStatuses)[number];

/** One experience of the workspace, as its metadata lists it. */
export interface ExperienceMeta {
  readonly key: string;
  readonly name: string;
  readonly status: ExperienceStatus;
}

function isStatus(value: unknown): value is ExperienceStatus {
  return experienceStatuses.some((status) => status === value);
}

function decodeEntry(raw: unknown): readonly ExperienceMeta[] {
  if (!isJsonObject(raw)) return [];
  const { experience_key: key, experience_name: name, status } = raw;
  if (typeof key !== 'string' || key === '' || !isStatus(status)) return [];
  return [Object.freeze({ key, name: typeof name === 'string' ? name : key, status })];
}

/**
 * @throws PersonalizeError `MOE_OPTION_INVALID`: to a misspelt status the API answers with an empty list, silently.
 */
export function parseStatuses(statuses: unknown): readonly ExperienceStatus[] {
  return parseNames('status', statuses, `one of ${experienceStatuses.join(', ')}`, isStatus).filter(isStatus);
}

/** The listed experiences, without those that cannot be read; `undefined` where the body is no metadata at all. */
export function decodeMetadata(body: unknown): readonly ExperienceMeta[] | undefined {
  if (!isJsonObject(body) || !isJsonObject(body.metadata)) return undefined;
  const { experiences } = body.metadata;
  return Array.isArray(experiences) ? experiences.flatMap(decodeEntry) : undefined;
}

/** Lists the workspace's experiences of these statuses; of none without asking. Never rejects. */
export async function fetchMetadata(
  transport: Transport,
  statuses: readonly ExperienceStatus[],
  limits: CallLimits,
): Promise<readonly ExperienceMeta[] | CallFailure> {
  if (statuses.length === 0) return [];
  const path = `/experiences/metadata?status=${statuses.join(',')}`;
  const read = readAnswer(await transport.send({ method: 'GET', path }, limits));
  if ('reason' in read) return read;
  return decodeMetadata(read.body) ?? { reason: 'BAD_RESPONSE', status: 200 };
}
