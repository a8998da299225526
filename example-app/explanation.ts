import type { Experience, Personalization, VisitorContext } from 'express-moengage-personalize';
import type { ShopExperiences } from './personalization.js';

/** One experience, as the drawer explains it. */
export interface Explained {
  readonly key: string;
  readonly matched: boolean;
  /** `network · variation 2`, or `default · TIMEOUT`. */
  readonly outcome: string;
  readonly why: string;
  readonly variables: readonly (readonly [name: string, value: string])[];
}

/** All that the drawer tells about a page. */
export interface Explanation {
  readonly experiences: readonly Explained[];
  readonly matched: number;
  /** Label and value; nothing that is not known. */
  readonly visitor: readonly (readonly [label: string, value: string])[];
}

const reasons: Readonly<Partial<Record<string, string>>> = {
  NOT_MATCHED: 'No audience of this experience fits this visitor, so the shop shows its own.',
  NOT_REQUESTED: 'This page did not ask for it.',
  PENDING: 'The answer had not come when the page was written.',
  TIMEOUT: 'The API did not answer in time. The page did not wait any longer.',
  NETWORK_ERROR: 'The API could not be reached.',
  HTTP_ERROR: 'The API answered with an error.',
  UNAUTHORIZED: 'The API did not accept the key.',
  RATE_LIMITED: 'The API asked for fewer calls.',
  BAD_RESPONSE: 'The API’s answer could not be read.',
  ABORTED: 'The call was given up.',
};

function explainReason(reason: string | undefined): string {
  return reasons[reason ?? ''] ?? 'The shop shows its own.';
}

function explainMatch(experience: Experience): string {
  const audience = experience.context?.audience_name;
  return typeof audience === 'string' ? `For the audience “${audience}”.` : 'For everybody.';
}

function explainOne(experience: Experience): Explained {
  const { key, matched, source, reason, variationId } = experience;
  const variables = Object.entries(experience.variables).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return matched
    ? { key, matched, outcome: `${source} · variation ${variationId ?? '?'}`, why: explainMatch(experience), variables }
    : { key, matched, outcome: `${source} · ${reason ?? '?'}`, why: explainReason(reason), variables };
}

const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');

function explainVisitor(visitor: VisitorContext): Explanation['visitor'] {
  const { identity, device, os, browser } = visitor;
  const rows: Explanation['visitor'] = [
    ['Customer', identity.customerId ?? 'anonymous'],
    ['Local time', `${visitor.dayOfWeek}, hour ${visitor.hourOfDay}`],
    ['Time zone', visitor.timeZone],
    ['Device', joined(device.type, device.vendor, device.model)],
    ['System', joined(os.name, os.version)],
    ['Browser', joined(browser.name, browser.version)],
    ['IP address', visitor.ipAddress ?? ''],
    ...Object.entries(visitor.attributes),
  ];
  return rows.filter(([, value]) => value !== '');
}

export function explain(personalization: Personalization<ShopExperiences>): Explanation {
  const experiences = Object.values(personalization.experiences).map(explainOne);
  const matched = experiences.filter((experience) => experience.matched).length;
  return { experiences, matched, visitor: explainVisitor(personalization.visitor) };
}
