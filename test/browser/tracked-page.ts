import type { Browser, Page } from 'playwright-core';
import { openTrackedSite, scriptTag } from './tracked-site.js';
import type { TrackedSite } from './tracked-site.js';

/** Large enough for a click, and small enough to leave the page to the test. */
const probe = `<button id="probe" data-moe-token="probe" data-moe-on="click"
  style="position: fixed; z-index: 1; top: 0; right: 0">?</button>`;

export interface TrackedPage {
  readonly page: Page;
  readonly site: TrackedSite;
  /** Lets the browser look at the page as it is now, and then so much of the page's time pass. */
  pass(milliseconds: number): Promise<void>;
  /** Everything reported until now. A click on an element of its own sends what waits, and so five times at most. */
  events(): Promise<readonly unknown[]>;
  /** What the browser had to say against the page. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface PageOptions {
  /** Runs in the page before anything else. */
  readonly before?: string;
  readonly script?: string;
  /** In place of the tag that loads the script at the end of the page. Is given the port of the site. */
  readonly scriptTags?: (port: number) => string;
}

/**
 * A page of 1,000 by 800 pixels without margins, whose clock stands still until `pass`. What it intersects is looked at by
 * the browser itself.
 */
export async function openTrackedPage(browser: Browser, body: string, options: PageOptions = {}): Promise<TrackedPage> {
  const { before, script, scriptTags = () => scriptTag } = options;
  const site = await openTrackedSite(
    (port) => `<style>* { margin: 0 }</style>${probe}${body}${scriptTags(port)}`,
    script,
  );
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.clock.install({ time: 0 });
  // Time goes on until then, and on a busy machine for long; it can't be set to a time that is past.
  await page.clock.pauseAt(3_600_000);
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(site.origin);

  // What is observed last is reported last.
  const look = () =>
    page.evaluate(`new Promise((resolve) => {
      new IntersectionObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(document.documentElement);
    })`);
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1;
  });
  const isProbe = (event: unknown) => JSON.stringify(event).startsWith('["probe"');
  let probes = 0;

  return {
    page,
    site,
    complaints,
    pass: async (milliseconds) => {
      await look();
      await page.clock.runFor(milliseconds);
    },
    events: async () => {
      await page.click('#probe');
      probes += 1;
      const all = () => site.reports.flatMap(({ events }) => events);
      while (all().filter(isProbe).length < probes) await site.reported(site.reports.length + 1);
      // One that was sent earlier may arrive later.
      await site.reported(sent);
      return all().filter((event) => !isProbe(event));
    },
    close: async () => {
      await context.close();
      site.close();
    },
  };
}
