import { maskIp } from '../../context/ip-address.js';
import type { DefaultReason, Experience } from '../../core/experience.js';
import type { PersonalizeStats } from '../../core/stats.js';
import type { VisitorContext } from '../../core/visitor-context.js';
import type { Question } from '../../experiences/traced.js';
import type { ArrivalTimes } from '../../experiences/note-answers.js';
import { html, spokenMs, spokenSeconds } from './markup.js';
import type { Markup } from './markup.js';
import { wordsOfReason } from './reason-words.js';

export interface ExplainFacts {
  readonly experiences: readonly Experience[];
  readonly questions: readonly Question[];
  /** Why the API was not asked at all. */
  readonly refusal: DefaultReason | undefined;
  readonly visitor: VisitorContext;
  readonly stats: PersonalizeStats;
  readonly times: ArrivalTimes;
}

type Fact = readonly [name: string, value: string];

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const factList = (facts: readonly Fact[]): Markup =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;

const prettyJson = (value: object): string => JSON.stringify(value, null, 2);

/** How old what the page shows is, where it was not fetched for it. */
function ageOf({ source, context }: Experience, times: ArrivalTimes): string | undefined {
  if (source === 'network' || source === 'default') return undefined;
  const ageMs = context && times.ageMs(context);
  return ageMs === undefined ? 'age not known' : `${spokenSeconds(ageMs / 1_000)} old`;
}

function verdictOf({ matched, reason, source, variationId }: Experience): Markup {
  if (matched)
    return html`<span class="tag ${source === 'stale' ? 'fair' : 'good'}">variation ${variationId ?? '?'}</span>`;
  const isOrdinary = reason === 'NOT_MATCHED' || reason === 'NOT_ACTIVE' || reason === 'NOT_REQUESTED';
  return html`<span class="tag ${isOrdinary ? '' : 'bad'}">${reason ?? 'default'}</span>`;
}

function whyOf({ matched, reason, context }: Experience): string {
  if (!matched) return wordsOfReason(reason);
  const audience = context?.audience_name;
  return typeof audience === 'string' ? `Audience: ${audience}` : 'Matched';
}

function experienceRow(experience: Experience, times: ArrivalTimes): Markup {
  const { key, source, variables, context } = experience;
  return html`<details class="row">
    <summary>
      <strong>${key}</strong>${verdictOf(experience)}<span class="quiet end"
        >${[source, ageOf(experience, times)].filter(Boolean).join(', ')}</span
      ><span class="why">${whyOf(experience)}</span>
    </summary>
    <div class="body">
      <h3>Variables</h3>
      <pre>${prettyJson(variables)}</pre>
      ${
        context
          ? html`<h3>Context, as the API sent it</h3>
              <pre>${prettyJson(context)}</pre>`
          : undefined
      }
    </div>
  </details>`;
}

function questionFacts(questions: readonly Question[]): readonly Fact[] {
  return questions.map(({ keys, durationMs }) => [
    durationMs === undefined ? 'not answered' : spokenMs(durationMs),
    keys === 'all' ? 'everything' : keys.join(', '),
  ]);
}

function questionCard({ questions, refusal, experiences }: ExplainFacts): Markup {
  const none =
    refusal === undefined
      ? experiences.length === 0
        ? 'The page asked for nothing.'
        : 'All was known without asking.'
      : `Nothing was sent: ${refusal}. ${wordsOfReason(refusal)}`;
  return html`<section class="card">
    <h2>Questions to the API <span>${questions.length}</span></h2>
    ${questions.length === 0 ? html`<p>${none}</p>` : factList(questionFacts(questions))}
  </section>`;
}

/** Who it is stays hidden: a screenshot of this is passed on more easily than a log. */
function visitorFacts(visitor: VisitorContext): readonly Fact[] {
  const { identity, ipAddress, device, os, browser } = visitor;
  const named = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ') || 'not known';
  const identifiers = Object.keys(identity.userIdentifiers ?? {});
  return [
    ['Customer id', identity.customerId === undefined ? 'none: anonymous' : 'set, hidden'],
    ...identifiers.map((name): Fact => [name, 'set, hidden']),
    ['Address', ipAddress === undefined ? 'not known' : `${maskIp(ipAddress)} (masked here)`],
    ['Day and hour', `${visitor.dayOfWeek}, ${visitor.hourOfDay} h, in ${visitor.timeZone}`],
    ['Device', named(device.type, device.vendor, device.model)],
    ['Browser', named(browser.name, browser.version)],
    ['System', named(os.name, os.version)],
    ['User-Agent', visitor.userAgent ?? 'none'],
    ...Object.entries(visitor.attributes),
  ];
}

function stateFacts({ breaker, quotaLeft, latencyMs, calls, cache }: PersonalizeStats): readonly Fact[] {
  const { p50, p99 } = latencyMs;
  return [
    ['Breaker', breaker ?? 'off'],
    [
      'Quota',
      quotaLeft === undefined ? 'no limit of ours' : `${quotaLeft.toLocaleString('en')} calls left this minute`,
    ],
    ['Calls', String(calls)],
    ['Latency', p50 === undefined || p99 === undefined ? 'no call yet' : `p50 ${spokenMs(p50)}, p99 ${spokenMs(p99)}`],
    ['Cache', `${counted(cache.entries, 'answer')}; used ${cache.fresh} fresh, ${cache.stale} stale`],
  ];
}

/** Why the page shows what it shows, for who holds a token that says so. */
export function explainMarkup(facts: ExplainFacts): Markup {
  const { experiences, questions, refusal, times } = facts;
  const waited = questions.reduce((longest, { durationMs = 0 }) => Math.max(longest, durationMs), 0);
  const matched = experiences.filter((experience) => experience.matched).length;
  const summary = [
    `${matched} of ${counted(experiences.length, 'experience')} matched`,
    ...(questions.length === 0 ? [] : [`${counted(questions.length, 'question')}, ${spokenMs(waited)}`]),
  ].join(' · ');
  const rows = experiences.map((experience) => experienceRow(experience, times));
  return html`<details class="panel" open>
    <summary><b>Why this page is as it is</b> <span>${summary}</span></summary>
    <div class="columns">
      <section class="card">
        <h2>Experiences <span>${experiences.length}</span></h2>
        ${rows.length === 0 ? html`<p>The page has none.</p>` : rows}
      </section>
      <div class="side">
        ${questionCard(facts)}
        <section class="card">
          <h2>${refusal === undefined && questions.length > 0 ? 'What was sent' : 'What the request tells'}</h2>
          ${factList(visitorFacts(facts.visitor))}
        </section>
        <section class="card">
          <h2>This process</h2>
          ${factList(stateFacts(facts.stats))}
        </section>
      </div>
    </div>
  </details>`;
}
