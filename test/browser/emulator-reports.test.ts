import type { Browser } from 'playwright-core';
import { many, reportOf } from '../unit/emulator/support-events.js';
import type { ActionOnTheWire } from '../unit/emulator/support-events.js';
import { post } from '../unit/emulator/support-server.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { openEmulatorPage, overflowOf } from './emulator-page.js';
import type { EmulatorPage } from './emulator-page.js';

describeInChromium("the figures on the emulator's page in Chromium", () => {
  let browser: Browser;
  let open: EmulatorPage;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });

  beforeEach(async () => {
    open = await openEmulatorPage(browser);
  });

  afterEach(() => open.close());

  afterAll(() => browser.close());

  const report = (...actions: readonly ActionOnTheWire[]) =>
    post(open.emulator, '/experiences/events', reportOf('user_1', ...actions));

  /** Expects the page to show these rows before long: an experience by its name, a variation by its figures. */
  const expectRows = async (...rows: readonly string[]) => {
    const seen: unknown = await open.page.evaluate(`new Promise((resolve) => {
      const end = performance.now() + 20_000;
      const textOf = (row) => [...row.cells].map((cell) => cell.innerText.trim()).join(' ');
      const look = () => {
        const seen = [...document.querySelectorAll('#reports tbody tr')].map(textOf);
        const isWanted = JSON.stringify(seen) === ${JSON.stringify(JSON.stringify(rows))};
        if (isWanted || performance.now() > end) resolve(seen);
        else requestAnimationFrame(look);
      };
      look();
    })`);
    expect(seen).toEqual(rows);
  };

  /** How long the bars of each variation are, in percent of their cells. */
  const bars = () =>
    open.page.evaluate(
      `[...document.querySelectorAll('#reports .gauge')].map((bar) => Math.round(parseFloat(bar.style.inlineSize)))`,
    );

  it('follow what is reported, and count no UUID twice', async () => {
    const uuid = '8f8a1c0e-6a5e-4a52-9d0c-5a4f8b1c2d3e';
    await report(...many(3, {}), { uuid, what: 'SHOWN' });
    await expectRows('Hero', '1 4 0 0.0%');
    await report({ uuid, what: 'SHOWN', time: 1_725_258_700 }, { what: 'CLICKED' });
    await expectRows('Hero', '1 4 1 25.0%');
    await report(...many(2, { variation: '2' }), { variation: '2', what: 'CLICKED' }, { experience: 'Banner' });
    await expectRows('Banner', '1 1 0 0.0%', 'Hero', '1 4 1 25.0%', '2 2 1 50.0%');

    await expect(bars()).resolves.toEqual([25, 0, 0, 100, 100, 50, 50, 100, 100]);
    await expect(open.page.locator('#events-count').innerText()).resolves.toBe('10');
    expect(open.complaints).toEqual([]);
  });

  it('are those of all events, though the page was opened later and shows the last ones only', async () => {
    const batches = Array.from({ length: 26 }, () => report(...many(200, {})));
    await Promise.all(batches);
    await open.page.reload();
    await expectRows('Hero', '1 5,200 0 0.0%');
    await report({ what: 'CLICKED' });

    await expectRows('Hero', '1 5,200 1 0.0%');
  });

  it('show clicks without an impression, which have no rate', async () => {
    await report({ what: 'CLICKED' });

    await expectRows('Hero', '1 0 1 –');
  });

  it('are cleared with the ledger', async () => {
    await report({});
    await expectRows('Hero', '1 1 0 0.0%');
    await open.page.getByRole('button', { name: 'Clear' }).click();

    await open.page.getByText('Nothing to count yet.').waitFor();
    await expect(open.page.locator('#reports').isVisible()).resolves.toBe(false);
  });

  it('can be read as a table', async () => {
    await report({}, { what: 'CLICKED' });
    await expectRows('Hero', '1 1 1 100.0%');

    await expect(open.page.locator('#reports').ariaSnapshot()).resolves.toBe(
      [
        '- table "Impressions and clicks":',
        '  - rowgroup:',
        '    - row "Variation Impressions Clicks Click-through":',
        '      - columnheader "Variation"',
        '      - columnheader "Impressions"',
        '      - columnheader "Clicks"',
        '      - columnheader "Click-through"',
        '  - rowgroup:',
        '    - row "Hero":',
        '      - rowheader "Hero"',
        '    - row "1 1 1 100.0%":',
        '      - rowheader "1"',
        '      - cell "1"',
        '      - cell "1"',
        '      - cell "100.0%"',
      ].join('\n'),
    );
  });

  it('write a name as text, in its own direction, and make no page wider', async () => {
    const hostile = `<img src=x onerror="document.title='broken'">\u202e${'x'.repeat(3_000)}`;
    await report({ experience: hostile, variation: hostile });
    await open.page.locator('#reports bdi').first().waitFor();

    await expect(open.page.locator('#reports img').count()).resolves.toBe(0);
    await expect(open.page.title()).resolves.toBe('Personalize emulator');
    await expect(overflowOf(open.page)).resolves.toBe(0);
  });
});
