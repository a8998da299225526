import type { Response } from 'express';
import type { Clock } from '../core/clock.js';
import type { DefaultReason, Experience } from '../core/experience.js';
import { beforeHeaders } from './before-headers.js';

const header = 'Server-Timing';

/** Defaults that nothing has gone wrong for. */
const quiet: ReadonlySet<string> = new Set<DefaultReason>(['NOT_MATCHED', 'NOT_REQUESTED', 'NOT_ACTIVE', 'PENDING']);

const sources = ['network', 'stale', 'cache', 'preview'] as const;

/** What cost the page most: what failed, else the network, else an older answer, … */
export function describeSources(experiences: readonly Pick<Experience, 'source' | 'reason'>[]): string | undefined {
  const reasons = experiences.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const trouble = reasons.find((reason) => !quiet.has(reason));
  const source = sources.find((name) => experiences.some((experience) => experience.source === name));
  return trouble ?? source ?? reasons[0];
}

/** How long one page has waited for experiences. What it waits for at the same time counts once. */
export class PageTiming {
  readonly #clock: Clock;
  #waitedMs = 0;
  #waits = 0;
  #since = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  watch(wait: Promise<void> | undefined): void {
    if (wait === undefined) return;
    if (this.#waits === 0) this.#since = this.#clock.monotonic();
    this.#waits += 1;
    const end = (): void => {
      this.#waits -= 1;
      if (this.#waits === 0) this.#waitedMs += this.#clock.monotonic() - this.#since;
    };
    wait.then(end, end);
  }

  get waitedMs(): number {
    return this.#waitedMs + (this.#waits === 0 ? 0 : this.#clock.monotonic() - this.#since);
  }
}

/** The header's entry: a duration and a word, nothing of the visitor's. `undefined` for a page without experiences. */
export function timingEntry(waitedMs: number, experiences: readonly Experience[]): string | undefined {
  const description = describeSources(experiences);
  return description && `personalize;dur=${waitedMs.toFixed(1)};desc="${description}"`;
}

export interface TimedPage {
  readonly clock: Clock;
  readonly experiences: { readonly resolved: Readonly<Record<string, Experience>> };
  report(thrown: unknown): void;
}

/** Times a page, and says so beside what the application says in that header itself. */
export function timePage(res: Response, page: TimedPage): PageTiming {
  const timing = new PageTiming(page.clock);
  if (res.headersSent) return timing;
  beforeHeaders(res, () => {
    try {
      const own = timingEntry(timing.waitedMs, Object.values(page.experiences.resolved));
      const given = res.getHeader(header);
      if (own !== undefined) res.setHeader(header, given === undefined ? own : [given, own].flat().map(String));
    } catch (thrown) {
      page.report(thrown);
    }
  });
  return timing;
}
