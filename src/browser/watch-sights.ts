import type { PageElement, PageWindow, Sighting } from './dom.js';
import type { isHalfVisible as IsHalfVisible } from './is-half-visible.js';
import type { safely as Safely } from './safely.js';
import type { Seconds } from './seconds.js';

export interface Sights {
  /** Elements that are observed anew are looked at anew, even where they did not move. */
  watch(element: PageElement): void;
  ignore(element: PageElement): void;
}

/** Starts the second of each watched element when it becomes half visible, and stops it when it no longer is. */
export function watchSights(
  page: PageWindow,
  safely: typeof Safely,
  isHalfVisible: typeof IsHalfVisible,
  seconds: Seconds,
): Sights {
  // The steps are finest where little of an element fills the viewport, which is so for the tallest ones.
  const threshold = [0.5, ...Array.from({ length: 101 }, (_, step) => (step / 100) ** 2)];
  const observer = new page.IntersectionObserver(
    safely((sightings: readonly Sighting[]) => {
      for (const sighting of sightings) {
        if (isHalfVisible(sighting)) seconds.start(sighting.target);
        else seconds.stop(sighting.target);
      }
    }),
    { threshold },
  );
  return {
    watch: (element) => {
      observer.observe(element);
    },
    ignore: (element) => {
      observer.unobserve(element);
      seconds.stop(element);
    },
  };
}
