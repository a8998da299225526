import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator, EmulatorConfigInput } from 'express-moengage-personalize/emulator';
import type { Browser, Page } from 'playwright-core';

export interface EmulatorPage {
  readonly emulator: Emulator;
  readonly page: Page;
  /** What the browser had to say against the page. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** An emulator and its page, on a telephone, once it is live. */
export async function openEmulatorPage(browser: Browser, config: EmulatorConfigInput = {}): Promise<EmulatorPage> {
  const emulator = await createEmulator({ config });
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(emulator.url);
  await page.getByText('Live').waitFor();
  return {
    emulator,
    page,
    complaints,
    close: async () => {
      await page.close();
      await emulator.close();
    },
  };
}

/** How many pixels of the page a reader would have to scroll sideways for. */
export function overflowOf(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
}
