import type { PageElement, PageWindow } from './dom.js';
import type { safely as Safely } from './safely.js';

/** Counts how long elements are to be seen. Time in which the page is hidden breaks the second. */
export interface Seconds {
  /** Does nothing where the element's second runs already. */
  start(element: PageElement): void;
  stop(element: PageElement): void;
  pause(): void;
  resume(): void;
}

/** Calls back with each element that was started a second ago, and neither stopped nor hidden since. */
export function createSeconds(
  page: PageWindow,
  safely: typeof Safely,
  onSecond: (element: PageElement) => void,
): Seconds {
  const secondMs = 1_000;
  /** Started elements; those that wait for the page to be shown have no timer. */
  const timers = new Map<PageElement, number | undefined>();

  /** An element that is transparent or hidden takes its place in the viewport all the same. */
  function isDrawn(element: PageElement): boolean {
    return element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false;
  }

  function run(element: PageElement): void {
    const wasDrawn = isDrawn(element);
    const end = safely(() => {
      // Nothing tells when an element is drawn, so another second is tried.
      if (!wasDrawn || !isDrawn(element)) {
        run(element);
        return;
      }
      timers.delete(element);
      onSecond(element);
    });
    timers.set(element, page.document.visibilityState === 'visible' ? page.setTimeout(end, secondMs) : undefined);
  }

  return {
    start: (element) => {
      if (!timers.has(element)) run(element);
    },
    stop: (element) => {
      page.clearTimeout(timers.get(element));
      timers.delete(element);
    },
    pause: () => {
      for (const [element, timer] of timers) {
        page.clearTimeout(timer);
        timers.set(element, undefined);
      }
    },
    resume: () => {
      for (const [element, timer] of timers) if (timer === undefined) run(element);
    },
  };
}
