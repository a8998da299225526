import type { PageEvent, PageWindow } from './dom.js';
import type { isHalfVisible } from './is-half-visible.js';
import type { readMark } from './read-mark.js';
import type { createReporter } from './reporter.js';
import type { safely } from './safely.js';
import type { createSeconds } from './seconds.js';
import type { watchClicks } from './watch-clicks.js';
import type { watchMarks } from './watch-marks.js';
import type { watchSights } from './watch-sights.js';

/** Each part is the text of one function in the script, and so reaches the others as parameters, not as imports. */
export interface TrackerParts {
  readonly safely: typeof safely;
  readonly readMark: typeof readMark;
  readonly isHalfVisible: typeof isHalfVisible;
  readonly createReporter: typeof createReporter;
  readonly createSeconds: typeof createSeconds;
  readonly watchClicks: typeof watchClicks;
  readonly watchMarks: typeof watchMarks;
  readonly watchSights: typeof watchSights;
}

/**
 * Reports what the visitor sees and clicks of the elements that the server marked, to `events` beside the script that is
 * running. Does nothing where another script of the page does so already. Must not throw, and keeps nothing.
 */
export function startTracking(page: PageWindow, parts: TrackerParts): void {
  const { document } = page;
  const { safely, readMark } = parts;
  const started = Symbol.for('express-moengage-personalize');

  function start(url: string): void {
    const reporter = parts.createReporter(page, url, safely);
    const shown = new Set<string>();
    const seconds = parts.createSeconds(page, safely, (element) => {
      const token = readMark(element, 'visible');
      sights.ignore(element);
      if (token === undefined || shown.has(token)) return;
      shown.add(token);
      reporter.gather([token, 'shown']);
    });
    const sights = parts.watchSights(page, safely, parts.isHalfVisible, seconds);
    parts.watchMarks(page, safely, (element) => {
      const token = readMark(element, 'visible');
      sights.ignore(element);
      if (token !== undefined) sights.watch(element);
    });
    parts.watchClicks(page, safely, readMark, reporter);

    const turn = safely(({ type }: PageEvent) => {
      if (type !== 'pagehide' && document.visibilityState === 'visible') {
        seconds.resume();
        return;
      }
      seconds.pause();
      // The page may never run again.
      reporter.flush();
    });
    document.addEventListener('visibilitychange', turn);
    page.addEventListener('pagehide', turn);
    // Back from the back/forward cache.
    page.addEventListener('pageshow', turn);
  }

  safely(() => {
    const script = document.currentScript;
    if (!(script instanceof page.HTMLScriptElement)) return;
    const { origin, href } = new URL('events', script.src);
    // The router takes no events of another origin's pages.
    if (origin !== page.location.origin || started in document) return;
    Object.defineProperty(document, started, {});
    const run = safely(() => {
      start(href);
    });
    if (document.prerendering) document.addEventListener('prerenderingchange', run);
    else run();
  })();
}
