import type { PageElement, PageEvent, PageWindow } from './dom.js';
import type { readMark as ReadMark } from './read-mark.js';
import type { Reporter } from './reporter.js';
import type { safely as Safely } from './safely.js';

/** Reports the visitor's first clicks on each token, at once, since a click may lead away from the page. */
export function watchClicks(
  page: PageWindow,
  safely: typeof Safely,
  readMark: typeof ReadMark,
  reporter: Reporter,
): void {
  const maxClicks = 5;
  const clicks = new Map<string, number>();

  /** Of all marked elements that this one is in; each once, even where two have the same. */
  function tokensAround(inner: PageElement): ReadonlySet<string> {
    const tokens = new Set<string>();
    for (let element: PageElement | null = inner; element !== null; element = element.parentElement) {
      const token = readMark(element, 'click');
      if (token !== undefined) tokens.add(token);
    }
    return tokens;
  }

  const handle = safely(({ type, target, isTrusted, button }: PageEvent) => {
    if (!isTrusted || !(target instanceof page.Element)) return;
    // The middle button opens links and nothing else; the others open menus.
    if (type === 'auxclick' && !(button === 1 && target.closest('a[href],area[href]'))) return;
    for (const token of tokensAround(target)) {
      const index = (clicks.get(token) ?? 0) + 1;
      clicks.set(token, index);
      if (index <= maxClicks) reporter.gather([token, 'clicked', index]);
    }
    reporter.flush();
  });

  // Before the page's own listeners, which may stop the event or take the element away.
  page.addEventListener('click', handle, true);
  page.addEventListener('auxclick', handle, true);
}
