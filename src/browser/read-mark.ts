import type { PageElement } from './dom.js';

/** The token of an element that the server marked for the action. `undefined` where it did not, or not readably. */
export function readMark(element: PageElement, action: 'visible' | 'click'): string | undefined {
  const actions = element.getAttribute('data-moe-on') ?? '';
  const token = element.getAttribute('data-moe-token') ?? '';
  // As many characters as bytes, and always few enough for one request.
  return actions.split(/\s+/).includes(action) && /^[\w.-]{1,9999}$/.test(token) ? token : undefined;
}
