import { createHash } from 'node:crypto';

import type { Audience, EmulatedExperience, Variation } from '../config/config.js';
import { experienceType } from './wire-names.js';

const campaignIdLength = 24;

/** What the vendor calls a campaign id: the same for the same experience, variation and audience. */
function createCid(experience: EmulatedExperience, audience: Audience, variation: Variation): string {
  const campaign = createHash('sha256').update(experience.key).digest('hex').slice(0, campaignIdLength);
  return `${campaign}_F_T_WP_AB_${variation.id}_P_0_AU_${audience.id}`;
}

/** The `experience_context` of an answer. */
export function createExperienceContext(
  experience: EmulatedExperience,
  audience: Audience,
  variation: Variation,
): Readonly<Record<string, string>> {
  return {
    cid: createCid(experience, audience, variation),
    experience: experience.name,
    moe_locale_id: '0',
    moe_variation_id: variation.id,
    audience_name: audience.name,
    audience_id: audience.id,
    type: experienceType,
    experience_type: 'API based Experience',
  };
}
