import type { Audience, EmulatedExperience, Variation } from '../config/config.js';
import { bucketOf, isWithin, pickWeighted } from './bucket.js';
import type { Visitor } from './visitor.js';

/** The vendor's names for why a visitor gets nothing. */
export type MissReason =
  | 'INVALID_EXPERIENCE_KEY'
  | 'EXPERIENCE_NOT_ACTIVE'
  | 'USER_NOT_IN_SEGMENT'
  | 'USER_IN_GLOBAL_CONTROL_GROUP'
  | 'USER_IN_CAMPAIGN_CONTROL_GROUP'
  | 'MAX_LIMIT_BREACHED';

/** An audience that the visitor is not in, with the first condition that fails. */
export interface AudienceMiss {
  readonly id: string;
  readonly name: string;
  readonly failed: string;
}

/** What one experience decides for one visitor, with the thing to send. */
export type Decision =
  | {
      readonly outcome: 'matched';
      readonly experience: EmulatedExperience;
      readonly audience: Audience;
      readonly variation: Variation;
      readonly missed: readonly AudienceMiss[];
    }
  | {
      readonly outcome: 'missed';
      readonly reason: MissReason;
      readonly detail: string;
      readonly missed: readonly AudienceMiss[];
    };

function firstFailure(audience: Audience, visitor: Visitor): string | undefined {
  for (const condition of audience.conditions) {
    const failure = condition.failsFor(visitor);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

interface AudienceSearch {
  readonly found: Audience | undefined;
  readonly missed: readonly AudienceMiss[];
}

function findAudience(audiences: readonly Audience[], visitor: Visitor): AudienceSearch {
  const missed: AudienceMiss[] = [];
  for (const audience of audiences) {
    const failed = firstFailure(audience, visitor);
    if (failed === undefined) return { found: audience, missed };
    missed.push({ id: audience.id, name: audience.name, failed });
  }
  return { found: undefined, missed };
}

function miss(reason: MissReason, detail: string, missed: readonly AudienceMiss[] = []): Decision {
  return { outcome: 'missed', reason, detail, missed };
}

export function missForKey(reason: 'INVALID_EXPERIENCE_KEY' | 'MAX_LIMIT_BREACHED'): Decision {
  const isUnknown = reason === 'INVALID_EXPERIENCE_KEY';
  return miss(reason, isUnknown ? 'no experience has this key' : 'only the first 25 keys of a call are answered');
}

/** Status, audience, control groups, variation: in this order, and the first that says no decides. */
export function decide(experience: EmulatedExperience, visitor: Visitor, globalControlGroup: number): Decision {
  const { key, status, controlGroup } = experience;
  if (status !== 'Active') return miss('EXPERIENCE_NOT_ACTIVE', `the experience is ${status}`);
  const { found, missed } = findAudience(experience.audiences, visitor);
  if (found === undefined) return miss('USER_NOT_IN_SEGMENT', 'no audience matches', missed);
  if (isWithin(globalControlGroup, 'global control', visitor.bucketId)) {
    return miss('USER_IN_GLOBAL_CONTROL_GROUP', `in the global control group of ${globalControlGroup}%`, missed);
  }
  if (isWithin(controlGroup, 'control', key, visitor.bucketId)) {
    return miss('USER_IN_CAMPAIGN_CONTROL_GROUP', `in the control group of ${controlGroup}%`, missed);
  }
  const variation = pickWeighted(found.variations, bucketOf('variation', key, visitor.bucketId));
  if (variation === undefined) return miss('USER_NOT_IN_SEGMENT', `${found.name} has no variation`, missed);
  return { outcome: 'matched', experience, audience: found, variation, missed };
}
