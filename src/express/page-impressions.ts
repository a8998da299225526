import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { keepAnonymousId } from '../context/anonymous-id.js';
import type { Clock } from '../core/clock.js';
import { requiredAttributes } from '../client/encode-events.js';
import type { Experience, ExperienceContext } from '../core/experience.js';
import type { Warnings } from '../core/warnings.js';
import type { VisitorContext } from '../core/visitor-context.js';
import { clickEvent, impressionEvent } from '../events/impression.js';
import type { Impression } from '../events/impression.js';
import { reportInternal } from './report-internal.js';
import type { Reporting } from './reporting.js';

/** The page that shows the experiences. */
export interface ShowingPage {
  readonly clock: Clock;
  readonly visitor: VisitorContext;
  /** Whether there is a visitor, who has agreed to it. */
  readonly isReportable: boolean;
  readonly experiences: { experience(key: string): Experience };
  /** What is sent depends on a matched experience. */
  used(): void;
}

/** The page was sent whole, as HTML, to somebody who asked for it. */
function isPageSent({ method }: Request, res: Response): boolean {
  const type: unknown = res.getHeader('content-type');
  const isHtml = typeof type === 'string' && /^text\/html\b/i.test(type);
  return method === 'GET' && res.statusCode >= 200 && res.statusCode < 300 && isHtml;
}

/** What one page reports of the experiences that it shows: each at most once, under one UUID whoever reports it. */
export class PageImpressions {
  readonly #req: Request;
  readonly #res: Response;
  readonly #page: ShowingPage;
  readonly #reporting: Reporting;
  readonly #warnings: Warnings;
  /** Made when there is something to put in: many pages show nothing that is matched. */
  #impressions: Map<string, Impression> | undefined;
  /** Keys whose impression the server reports; those of a page that is being made wait for its end. */
  #read: Set<string> | undefined;
  #tracked: Set<string> | undefined;
  /** Found once, since an anonymous visitor's is made and set in a cookie. */
  #customer: { readonly id: string | undefined } | undefined;

  constructor(
    req: Request,
    res: Response,
    ports: { readonly page: ShowingPage; readonly reporting: Reporting; readonly warnings: Warnings },
  ) {
    this.#warnings = ports.warnings;
    this.#req = req;
    this.#res = res;
    this.#page = ports.page;
    this.#reporting = ports.reporting;
  }

  /** The experience was read by a view, or by a handler. */
  noteRead(key: string): void {
    if (this.#reporting.impressions !== 'render' || this.#read?.has(key) === true) return;
    if (this.of(key) === undefined) return;
    if (this.#read === undefined) {
      this.#read = new Set();
      this.#reporting.pageEnds.after(this.#res, () => {
        this.#trackRead();
      });
    }
    this.#read.add(key);
  }

  /** The page's impression of the experience; `undefined` where there is nothing, or nobody, to report. */
  of(key: string): Impression | undefined {
    const known = this.#impressions?.get(key);
    if (known) return known;
    const { matched, context } = this.#page.experiences.experience(key);
    if (matched) this.#page.used();
    if (!matched || context === undefined || !this.#page.isReportable || !this.#isWhole(key, context)) return undefined;
    const customerId = this.#customerId();
    if (customerId === undefined) return undefined;
    const { utcOffsetSeconds } = this.#page.visitor;
    const impression = Object.freeze({ uuid: randomUUID(), customerId, utcOffsetSeconds, context });
    (this.#impressions ??= new Map<string, Impression>()).set(key, impression);
    return impression;
  }

  /** Reports the impression, unless the page has done so. Returns whether there is one. */
  track(key: string): boolean {
    const impression = this.of(key);
    if (impression === undefined) return false;
    if (this.#tracked?.has(key) !== true) {
      (this.#tracked ??= new Set<string>()).add(key);
      this.#reporting.track(impressionEvent(impression, this.#nowSeconds()));
    }
    return true;
  }

  /** Reports a click; each call is one. Returns whether there was somebody to report. */
  trackClick(key: string, elementId: string | undefined): boolean {
    const impression = this.of(key);
    if (impression === undefined) return false;
    const timeSeconds = this.#nowSeconds();
    this.#reporting.track(clickEvent(impression, { uuid: randomUUID(), timeSeconds, elementId }));
    return true;
  }

  /** After the page, where nobody would catch what it throws. */
  #trackRead(): void {
    try {
      if (isPageSent(this.#req, this.#res)) this.#read?.forEach((key) => this.track(key));
    } catch (thrown) {
      reportInternal(thrown, this.#warnings);
    }
  }

  /** The API refuses a report that lacks part of the context, and all that comes with it. */
  #isWhole(key: string, context: ExperienceContext): boolean {
    const missing = requiredAttributes.filter((name) => typeof context[name] !== 'string');
    if (missing.length === 0) return true;
    this.#warnings.once(
      'MOE_WARN_BAD_EXPERIENCE',
      `${key}: context`,
      `Experience '${key}' is shown but not reported: its context has no ${missing.join(', ')}`,
    );
    return false;
  }

  #customerId(): string | undefined {
    const { customerId } = this.#page.visitor.identity;
    if (customerId !== undefined || !this.#reporting.anonymous) return customerId;
    this.#customer ??= { id: keepAnonymousId(this.#req, this.#res) };
    return this.#customer.id;
  }

  #nowSeconds(): number {
    return Math.floor(this.#page.clock.now() / 1_000);
  }
}
