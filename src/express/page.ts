import type { Request, Response } from 'express';
import type { Keys } from '../client/fetch-chunks.js';
import type { CallSignal } from '../client/call-signal.js';
import { settledBy } from '../client/deadline.js';
import type { Consent } from '../config/personalize-options.js';
import type { ResolvedOptions } from '../config/resolved-options.js';
import type { Visit } from '../context/visit.js';
import type { VisitorReader } from '../context/visitor-reader.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { DefaultReason, Experience } from '../core/experience.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { PageExperiences } from '../experiences/page-experiences.js';
import type { PagePorts as ExperiencesPorts } from '../experiences/page-experiences.js';
import type { Resolver } from '../experiences/resolver.js';
import { guardCacheHeaders } from './cache-headers.js';
import { disconnectSignal } from './disconnect.js';
import { PageImpressions } from './page-impressions.js';
import { createPageReports, noReports } from './page-reports.js';
import type { PageReports } from './page-reports.js';
import type { OpenPreview, Previews } from './preview/previews.js';
import { renderAfter } from './render.js';
import { reportInternal } from './report-internal.js';
import type { Reporting } from './reporting.js';
import { timePage } from './server-timing.js';
import type { PageTiming } from './server-timing.js';
import type { ExperienceWatcher } from './shown-experience.js';
import { ShownExperiences } from './shown-experiences.js';

export interface PageOptions extends Pick<ResolvedOptions, 'bots' | 'cacheControl' | 'prefetch' | 'serverTiming'> {
  readonly everyPage: readonly string[];
  readonly timeoutMs: number;
  readonly localsKey: string;
}

export interface PagePorts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly reader: VisitorReader;
  readonly resolver: Resolver;
  /** `undefined` with `events: false`. */
  readonly reporting: Reporting | undefined;
  /** `undefined` without the option. */
  readonly previews?: Previews | undefined;
  readonly warnings: Warnings;
}

/** How far the application's callbacks are. */
type Completion =
  | { readonly kind: 'done' }
  | { readonly kind: 'under way'; readonly until: number; readonly visitor: Promise<VisitorContext> };

/** One request's personalization: its visitor, read once, and its experiences. */
export class Page implements ExperiencesPorts, ExperienceWatcher {
  readonly experiences: PageExperiences;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly #req: Request;
  readonly #res: Response;
  readonly #options: PageOptions;
  readonly #ports: PagePorts;
  #consent: Consent | undefined;
  #visit: Visit | undefined;
  #visitor: VisitorContext | undefined;
  #completion: Completion | undefined;
  #signal: CallSignal | undefined;
  #rendersLater = false;
  readonly #preview: OpenPreview | undefined;
  readonly #timing: PageTiming | undefined;
  #isPersonal = false;
  #shown: ShownExperiences | undefined;
  /** Made when there is something to show: most pages that match nothing never need it. */
  #impressions: PageImpressions | undefined;

  constructor(req: Request, res: Response, options: PageOptions, ports: PagePorts) {
    this.#req = req;
    this.#res = res;
    this.#options = options;
    this.#ports = ports;
    this.clock = ports.clock;
    this.#preview = ports.previews?.open(req, ports.resolver);
    this.resolver = this.#preview?.resolver ?? ports.resolver;
    this.experiences = new PageExperiences(this);
    ports.counters.pages += 1;
    this.#timing = options.serverTiming ? timePage(res, this) : undefined;
    if (this.#preview) this.#openPreview(this.#preview);
  }

  /** Whether it is this response's, and was made by whoever has these ports: there may be several on one page. */
  isOf(res: Response, ports: PagePorts): boolean {
    return this.#res === res && this.#ports === ports;
  }

  get consent(): Consent {
    return (this.#consent ??= this.#ports.reader.consent(this.#req));
  }

  get visit(): Visit {
    return (this.#visit ??= this.#ports.reader.visit(this.#req));
  }

  /** Why the API is not asked for this page at all. */
  refusal(): DefaultReason | undefined {
    if (this.consent === 'none') return 'NO_CONSENT';
    const { bots, prefetch } = this.#options;
    if (this.visit === 'BOT') return bots === 'personalize' ? undefined : 'BOT';
    return this.visit === 'PREFETCH' && prefetch === 'default' ? 'PREFETCH' : undefined;
  }

  /** Whether anybody's impressions and clicks are to be reported. Who previews is no visitor. */
  get isReportable(): boolean {
    return this.#preview === undefined && this.consent === 'full' && this.visit === 'VISITOR';
  }

  get isPreview(): boolean {
    return this.#preview !== undefined;
  }

  get visitor(): VisitorContext {
    return (this.#visitor ??= this.#ports.reader.read(this.#req, this.consent));
  }

  /** How views report what they show. */
  get reports(): PageReports {
    const { reporting } = this.#ports;
    return reporting
      ? createPageReports(reporting, this.#impressionsOf(reporting), (thrown) => {
          this.report(thrown);
        })
      : noReports;
  }

  resolved(experience: Experience): void {
    this.#shown?.add(experience);
  }

  /** As the page's readers see them: a matched one tells when it is used. */
  get shown(): ShownExperiences {
    return (this.#shown ??= new ShownExperiences(this.experiences, this, this.#ports.warnings));
  }

  /** A matched experience is used, by whatever is sent: that is for nobody else. */
  used(): void {
    if (this.#isPersonal) return;
    this.#isPersonal = true;
    if (this.#options.cacheControl === 'private') guardCacheHeaders(this.#res, this.#ports);
  }

  /** A matched experience is shown. */
  read(key: string): void {
    try {
      const { reporting } = this.#ports;
      if (reporting) this.#impressionsOf(reporting).noteRead(key);
    } catch (thrown) {
      this.report(thrown);
    }
  }

  signal(): CallSignal {
    return (this.#signal ??= disconnectSignal(this.#res));
  }

  report(thrown: unknown): void {
    reportInternal(thrown, this.#ports.warnings);
  }

  /** Asks for the keys, and for those of every page along with them. */
  ask(keys: Keys, timeoutMs: number = this.#options.timeoutMs): Promise<void> | undefined {
    const { everyPage } = this.#options;
    const riders = everyPage.length === 0 ? undefined : this.experiences.ask(everyPage, timeoutMs);
    const asked = this.experiences.ask(keys, timeoutMs);
    const waiting = asked && riders ? Promise.all([asked, riders]).then(() => undefined) : (asked ?? riders);
    this.#timing?.watch(waiting);
    return waiting;
  }

  /** Makes `res.render` wait for what is under way then, where anything may be that no handler waits for. */
  renderLater(): void {
    if (this.#rendersLater) return;
    this.#rendersLater = true;
    renderAfter(this.#req, this.#res, () => this.#beforeRender());
  }

  /**
   * The callbacks run once a page. They have half of the first question's time, so that one which hangs costs what it
   * would have told and not the page's experiences. A stricter question that comes later does not wait for them longer
   * than it waits at all.
   */
  completeVisitor(deadline: number): VisitorContext | Promise<VisitorContext> {
    this.#completion ??= this.#startCompletion(deadline);
    if (this.#completion.kind === 'done') return this.visitor;
    const { until, visitor } = this.#completion;
    return deadline < until ? this.#completeBy(visitor, deadline) : visitor;
  }

  #openPreview(preview: OpenPreview): void {
    this.#isPersonal = true;
    preview.mark(this.#req, this.#res, this);
  }

  #impressionsOf(reporting: Reporting): PageImpressions {
    return (this.#impressions ??= new PageImpressions(this.#req, this.#res, {
      page: this,
      reporting,
      warnings: this.#ports.warnings,
    }));
  }

  #startCompletion(deadline: number): Completion {
    const now = this.clock.monotonic();
    const until = now + (deadline - now) / 2;
    const limits = { deadline: until, consent: this.consent };
    const visitor = this.#ports.reader.complete(this.#req, this.#visitor, limits);
    if (visitor instanceof Promise) return { kind: 'under way', until, visitor: visitor.then((it) => this.#keep(it)) };
    this.#visitor = visitor;
    return { kind: 'done' };
  }

  async #completeBy(visitor: Promise<VisitorContext>, deadline: number): Promise<VisitorContext> {
    return (await settledBy(visitor, deadline, this.clock)) ?? this.visitor;
  }

  #keep(visitor: VisitorContext): VisitorContext {
    this.#visitor = visitor;
    return visitor;
  }

  /** All that is under way, and every page's keys where nobody has asked for them. */
  #beforeRender(): Promise<void> | undefined {
    const waiting = this.experiences.ask(this.#options.everyPage, this.#options.timeoutMs);
    this.#timing?.watch(waiting);
    return this.experiences.settled();
  }
}
