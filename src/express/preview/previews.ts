import type { Request, Response } from 'express';
import type { Clock } from '../../core/clock.js';
import type { DefaultReason, Experience } from '../../core/experience.js';
import type { Preview } from '../../core/preview-token.js';
import type { PersonalizeStats } from '../../core/stats.js';
import type { VisitorContext } from '../../core/visitor-context.js';
import type { Warnings } from '../../core/warnings.js';
import type { ArrivalTimes } from '../../experiences/note-answers.js';
import { findForced, previewing } from '../../experiences/previewing.js';
import type { ForcedExperiences, VariationSources } from '../../experiences/previewing.js';
import type { Resolver } from '../../experiences/resolver.js';
import { traced } from '../../experiences/traced.js';
import type { Question } from '../../experiences/traced.js';
import { appendHtml } from '../append-html.js';
import { guardCacheHeaders } from '../cache-headers.js';
import { privateNoStore } from '../cache-policy.js';
import { reportInternal } from '../report-internal.js';
import { badgeMarkup, spaceMarkup } from './badge.js';
import { explainMarkup } from './explain-panel.js';
import { html, toAscii } from './markup.js';
import type { Markup } from './markup.js';
import type { PreviewGate } from './preview-gate.js';
import { styleMarkup } from './style-markup.js';

/** What a preview tells of its page. */
export interface PreviewedPage {
  readonly experiences: { readonly resolved: Readonly<Record<string, Experience>> };
  readonly visitor: VisitorContext;
  refusal(): DefaultReason | undefined;
}

/** A page's preview. */
export interface OpenPreview {
  /** In place of the one that other pages ask. */
  readonly resolver: Resolver;
  /** Keeps the response out of caches, and puts the badge on it. To be called once, before anything is sent. */
  mark(req: Request, res: Response, page: PreviewedPage): void;
}

export interface Previews extends Pick<PreviewGate, 'answers'> {
  /** The preview of the request's browser, if it holds one. */
  open(req: Request, resolver: Resolver): OpenPreview | undefined;
}

export interface PreviewPorts {
  readonly gate: PreviewGate;
  readonly sources: VariationSources;
  readonly times: ArrivalTimes;
  readonly stats: () => PersonalizeStats;
  readonly clock: Clock;
  readonly warnings: Warnings;
}

const windows: readonly unknown[] = ['document', 'iframe', 'frame'];

/** Browsers say what they load a document for; what a script fetches needs no badge of its own. */
function isForWindow({ headers }: Request): boolean {
  const { 'sec-fetch-dest': destination } = headers;
  return destination === undefined || windows.includes(destination);
}

/** A new page each time, in full, and in clear text, so that there is something to put the badge on. */
function askForWhole({ headers }: Request): void {
  delete headers['if-none-match'];
  delete headers['if-modified-since'];
  delete headers['accept-encoding'];
}

/** What the application says to caches of a page that is previewed is no mistake of it. */
const quietAboutCaches = (warnings: Warnings): Warnings => ({
  ...warnings,
  once(code, subject, message) {
    if (code !== 'MOE_WARN_CACHE_CONTROL') warnings.once(code, subject, message);
  },
});

class PagePreview implements OpenPreview {
  readonly resolver: Resolver;
  readonly #preview: Preview;
  readonly #ports: PreviewPorts;
  readonly #forced: ForcedExperiences;
  readonly #questions: Question[] = [];

  constructor(preview: Preview, resolver: Resolver, ports: PreviewPorts) {
    this.#preview = preview;
    this.#ports = ports;
    this.#forced = findForced(preview.forced, ports.sources);
    this.resolver = previewing(
      preview.explain ? traced(resolver, this.#questions, ports.clock) : resolver,
      this.#forced,
    );
  }

  mark(req: Request, res: Response, page: PreviewedPage): void {
    const { warnings } = this.#ports;
    askForWhole(req);
    if (res.headersSent) return;
    // Set now as well, so that all other headers pass by where the badge's hook sees them.
    res.setHeader('Cache-Control', privateNoStore);
    guardCacheHeaders(res, { warnings: quietAboutCaches(warnings) });
    if (!isForWindow(req)) return;
    appendHtml(res, {
      markup: () => toAscii(this.#markup(req, res, page)),
      report: (thrown) => {
        reportInternal(thrown, warnings);
      },
    });
  }

  #markup(req: Request, res: Response, page: PreviewedPage): Markup {
    const { resolved } = page.experiences;
    const facts = { preview: this.#preview, forced: this.#forced, resolved, address: req.originalUrl };
    const badge = badgeMarkup({ ...facts, now: this.#ports.clock.now() });
    const panel = this.#preview.explain ? this.#panel(page) : undefined;
    return html`
      ${styleMarkup(req, res)}
      <div id="moe-preview">${panel} ${spaceMarkup(this.#preview)}${badge}</div>
    `;
  }

  #panel(page: PreviewedPage): Markup {
    const { times, stats } = this.#ports;
    return explainMarkup({
      experiences: Object.values(page.experiences.resolved),
      questions: this.#questions,
      refusal: page.refusal(),
      visitor: this.#questions.at(-1)?.visitor ?? page.visitor,
      stats: stats(),
      times,
    });
  }
}

export function createPreviews(ports: PreviewPorts): Previews {
  return {
    answers(req, res) {
      try {
        return ports.gate.answers(req, res);
      } catch (thrown) {
        reportInternal(thrown, ports.warnings);
        return res.headersSent;
      }
    },
    open(req, resolver) {
      const preview = ports.gate.of(req);
      return preview && new PagePreview(preview, resolver, ports);
    },
  };
}
