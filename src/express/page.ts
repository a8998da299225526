import type { Request, Response } from 'express';
import type { Keys } from '../client/fetch-chunks.js';
import { settledBy } from '../client/deadline.js';
import type { VisitorReader } from '../context/visitor-reader.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { Experience } from '../core/experience.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { PageExperiences } from '../experiences/page-experiences.js';
import type { Resolver } from '../experiences/resolver.js';
import { disconnectSignal } from './disconnect.js';
import { reportInternal } from './report-internal.js';

export interface PageOptions {
  readonly everyPage: readonly string[];
  readonly timeoutMs: number;
  readonly localsKey: string;
}

export interface PagePorts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly reader: VisitorReader;
  readonly resolver: Resolver;
  readonly warnings: Warnings;
}

/** One request's personalization: its visitor, read once, and its experiences. */
export class Page {
  readonly experiences: PageExperiences;
  readonly #req: Request;
  readonly #options: PageOptions;
  readonly #ports: PagePorts;
  #visitor: VisitorContext | undefined;
  #completion: { readonly until: number; readonly visitor: Promise<VisitorContext> } | undefined;

  constructor(req: Request, res: Response, options: PageOptions, ports: PagePorts) {
    this.#req = req;
    this.#options = options;
    this.#ports = ports;
    ports.counters.pages += 1;
    let signal: AbortSignal | undefined;
    this.experiences = new PageExperiences({
      clock: ports.clock,
      resolver: ports.resolver,
      visitor: (deadline) => this.#completeVisitor(deadline),
      signal: () => (signal ??= disconnectSignal(res)),
      report: (thrown) => {
        reportInternal(thrown, ports.warnings);
      },
    });
  }

  get visitor(): VisitorContext {
    return (this.#visitor ??= this.#ports.reader.read(this.#req));
  }

  /** Asks for the keys, and for those of every page along with them. */
  ask(keys: Keys, timeoutMs: number = this.#options.timeoutMs): Promise<void> | undefined {
    const riders = this.experiences.ask(this.#options.everyPage, timeoutMs);
    const asked = this.experiences.ask(keys, timeoutMs);
    return asked && riders ? Promise.all([asked, riders]).then(() => undefined) : (asked ?? riders);
  }

  /** What a view must wait for: all that is under way, and every page's keys where nobody has asked for them. */
  beforeRender(): Promise<void> | undefined {
    void this.experiences.ask(this.#options.everyPage, this.#options.timeoutMs);
    return this.experiences.settled();
  }

  /** The experience, for a reader who expects it to be there. */
  read(key: string): Experience {
    const experience = this.experiences.experience(key);
    if (experience.reason === 'NOT_REQUESTED') {
      this.#ports.warnings.once(
        'MOE_WARN_NOT_REQUESTED',
        key,
        `Experience '${key}' was read on a page that did not ask for it: name it in personalize() or everyPage`,
      );
    }
    return experience;
  }

  /**
   * The callbacks run once a page. They have half of the first question's time, so that one which hangs costs what it
   * would have told and not the page's experiences. A stricter question that comes later does not wait for them longer
   * than it waits at all.
   */
  async #completeVisitor(deadline: number): Promise<VisitorContext> {
    const { clock, reader } = this.#ports;
    if (this.#completion === undefined) {
      const now = clock.monotonic();
      const until = now + (deadline - now) / 2;
      this.#completion = { until, visitor: reader.complete(this.#req, this.visitor, until) };
    }
    const { until, visitor } = this.#completion;
    const completed = deadline < until ? await settledBy(visitor, deadline, clock) : await visitor;
    this.#visitor = completed ?? this.visitor;
    return this.#visitor;
  }
}
