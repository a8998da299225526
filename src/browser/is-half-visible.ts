import type { Sighting } from './dom.js';

/** Half of the element is in the viewport, or half of what the viewport can hold of it. */
export function isHalfVisible(sighting: Sighting): boolean {
  const { boundingClientRect: whole, intersectionRect: part } = sighting;
  const view = sighting.rootBounds ?? whole;
  const atBest = Math.min(whole.width, view.width) * Math.min(whole.height, view.height);
  // Browsers round to parts of a pixel, and of an empty element nothing is to be seen.
  return atBest > 0 && part.width * part.height >= atBest * 0.499;
}
