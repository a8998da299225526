import { randomUUID } from 'node:crypto';
import type { EventAction } from '../../src/client/encode-events.js';
import type { ExperienceContext } from '../../src/core/experience.js';

/** A context as the API gives it, with all that a report needs. */
export const contextOf = (experience: string): ExperienceContext =>
  Object.freeze({
    cid: '66d55ae445921e4d35ae4368_F_T_WP_AB_2_P_0_AU_5A',
    experience,
    moe_locale_id: '0',
    moe_variation_id: '2',
    audience_name: 'All Users',
    audience_id: '5A',
    type: 'Web Personalization',
  });

/** An impression that the API takes, unless told otherwise. */
export const createAction = (changes: Partial<EventAction> = {}): EventAction => ({
  action: 'shown',
  uuid: randomUUID(),
  timeSeconds: 1_700_000_000,
  attributes: contextOf('hero'),
  ...changes,
});
