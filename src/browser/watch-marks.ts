import type { Change, PageElement, PageWindow } from './dom.js';
import type { safely as Safely } from './safely.js';

/** Calls back with each element that is marked, or was: those of the page now, then each that comes or changes. */
export function watchMarks(page: PageWindow, safely: typeof Safely, onMark: (element: PageElement) => void): void {
  const { document } = page;
  const token = 'data-moe-token';

  const readChanges = safely((changes: readonly Change[]) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes' && target instanceof page.Element) onMark(target);
      for (const node of addedNodes) {
        if (!(node instanceof page.Element)) continue;
        if (node.getAttribute(token) !== null) onMark(node);
        for (const element of node.querySelectorAll(`[${token}]`)) onMark(element);
      }
    }
  });

  new page.MutationObserver(readChanges).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: [token, 'data-moe-on'],
  });
  for (const element of document.querySelectorAll(`[${token}]`)) onMark(element);
}
