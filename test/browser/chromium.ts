import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** `describe`, where there is a Chromium to drive; else it says that it was skipped. */
export const describeInChromium: jest.Describe = chromiumPath === undefined ? describe.skip : describe;

if (chromiumPath === undefined) process.stderr.write('test/browser: skipped: no Chromium\n');

/** Only what the test asks for leaves the browser. */
const args: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(options: Pick<LaunchOptions, 'ignoreDefaultArgs'> = {}): Promise<Browser> {
  return chromium.launch({ ...options, executablePath: chromiumPath ?? '', args: [...args] });
}
