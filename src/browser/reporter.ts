import type { PageWindow } from './dom.js';
import type { safely as Safely } from './safely.js';

/** As the router reads it: the token, what happened, and which click on it this was, from 1. */
export type ReportedEvent =
  readonly [token: string, what: 'shown'] | readonly [token: string, what: 'clicked', index: number];

export interface Reporter {
  /** Sends the event within a second, together with others. */
  gather(event: ReportedEvent): void;
  /** Sends what waits now, such as before the page goes away. */
  flush(): void;
}

/** Posts events to the router. What the browser does not take is lost: a report is not worth a page's trouble. */
export function createReporter(page: PageWindow, url: string, safely: typeof Safely): Reporter {
  const gatherMs = 1_000;
  // The router takes no more in one request.
  const maxEvents = 50;
  const maxBytes = 32_768;
  let waiting: ReportedEvent[] = [];
  let timer: number | undefined;

  /** Takes as many events as fit. One always does. */
  function takeBody(count: number): string {
    const body = JSON.stringify({ events: waiting.slice(0, count) });
    if (body.length > maxBytes) return takeBody(count >> 1);
    waiting = waiting.slice(count);
    return body;
  }

  async function send(body: string): Promise<void> {
    try {
      if (page.navigator.sendBeacon?.(url, body)) return;
      await page.fetch(url, { method: 'POST', body, keepalive: true, credentials: 'same-origin' });
    } catch {
      // Lost.
    }
  }

  function flush(): void {
    page.clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) void send(takeBody(maxEvents));
  }

  return {
    gather: (event) => {
      waiting.push(event);
      timer ??= page.setTimeout(safely(flush), gatherMs);
    },
    flush,
  };
}
