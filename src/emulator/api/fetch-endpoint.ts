import { recordOf } from '../../core/record.js';
import type { Audience, EmulatorConfig } from '../config/config.js';
import type { KeyExplanation } from '../ledger/ledger.js';
import { decide, missForKey } from '../targeting/decision.js';
import type { Decision } from '../targeting/decision.js';
import type { Profiles } from '../targeting/profiles.js';
import { createVisitor, describeVisitor } from '../targeting/visitor.js';
import type { Visitor } from '../targeting/visitor.js';
import { jsonAnswer } from './answer.js';
import type { Handled } from './exchange.js';
import { createExperienceContext } from './experience-context.js';
import { parseFetch } from './fetch-request.js';
import type { FetchRequest } from './fetch-request.js';

export const maxKeys = 25;

interface KeyDecision {
  readonly key: string;
  readonly decision: Decision;
}

function decideAll(request: FetchRequest, visitor: Visitor, config: EmulatorConfig): readonly KeyDecision[] {
  const experiences = new Map(config.experiences.map((experience) => [experience.key, experience]));
  const keys = [...new Set(request.keys ?? experiences.keys())];
  return keys.map((key, index) => {
    if (request.keys !== undefined && index >= maxKeys) return { key, decision: missForKey('MAX_LIMIT_BREACHED') };
    const experience = experiences.get(key);
    if (experience === undefined) return { key, decision: missForKey('INVALID_EXPERIENCE_KEY') };
    return { key, decision: decide(experience, visitor, config.globalControlGroup) };
  });
}

function outlineOf({ id, name, conditions }: Audience): Extract<KeyExplanation, { matched: true }>['audience'] {
  return { id, name, conditions: conditions.map(({ description }) => description) };
}

function explain({ key, decision }: KeyDecision): KeyExplanation {
  const { missed } = decision;
  if (decision.outcome === 'missed') {
    return { key, matched: false, reason: decision.reason, detail: decision.detail, missed };
  }
  const { audience, variation } = decision;
  return { key, matched: true, audience: outlineOf(audience), variation: variation.id, missed };
}

/** The answer's entry of one key, or nothing where a key that did not match is left out. */
function entryOf({ key, decision }: KeyDecision, isAbsent: boolean): readonly (readonly [string, unknown])[] {
  if (decision.outcome === 'matched') {
    const { experience, audience, variation } = decision;
    const context = createExperienceContext(experience, audience, variation);
    return [[key, { payload: variation.payload, experience_context: context }]];
  }
  if (isAbsent || decision.reason === 'MAX_LIMIT_BREACHED') return [];
  return [[key, { payload: {}, experience_context: {} }]];
}

/** Keys that did not match, grouped by the vendor's reason. */
function failuresOf(decisions: readonly KeyDecision[]): readonly unknown[] {
  const byReason = new Map<string, string[]>();
  for (const { key, decision } of decisions) {
    if (decision.outcome === 'matched') continue;
    byReason.set(decision.reason, [...(byReason.get(decision.reason) ?? []), key]);
  }
  return [...byReason].map(([reason, experienceKeys]) => ({ reason, experienceKeys }));
}

/** `POST /experiences/fetch`. */
export function fetchExperiences(
  body: Readonly<Record<string, unknown>>,
  config: EmulatorConfig,
  profiles: Profiles,
): Handled {
  const parsed = parseFetch(body);
  if (!parsed.ok) return parsed.refusal;
  const { request } = parsed;
  const profile = profiles.find(request.customerId, request.userIdentifiers);
  const visitor = createVisitor(request, profile, config.countriesOf);
  const decisions = decideAll(request, visitor, config);
  const isAbsent = config.unmatched === 'absent' || request.keys === undefined;
  const experiences = recordOf(decisions.flatMap((each) => entryOf(each, isAbsent)));
  const matched = decisions.filter(({ decision }) => decision.outcome === 'matched').length;
  return {
    answer: jsonAnswer(200, config.failures ? { experiences, failures: failuresOf(decisions) } : { experiences }),
    summary: `${matched} of ${decisions.length} matched`,
    visitor: describeVisitor(visitor),
    keys: decisions.map(explain),
  };
}
