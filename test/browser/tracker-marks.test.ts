import type { Browser } from 'playwright-core';
import { describeInChromium, launchChromium } from './chromium.js';
import { openTrackedPage } from './tracked-page.js';
import type { TrackedPage } from './tracked-page.js';

const shown = (token: string) => [token, 'shown'];

const marked = (token: string) =>
  `<p id="${token}" style="height: 100px" data-moe-token="${token}" data-moe-on="visible"></p>`;

describeInChromium('an impression of a mark that changes, in Chromium', () => {
  let browser: Browser;
  let tracked: TrackedPage;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await tracked.close();
    expect(tracked.complaints).toEqual([]);
  });
  afterAll(() => browser.close());

  const visit = async (body: string) => {
    tracked = await openTrackedPage(browser, body);
  };
  const run = (statement: string) => tracked.page.evaluate(statement);

  it.each([
    ['added', "body.insertAdjacentElement('beforeend', made)"],
    ['added inside another', "body.insertAdjacentElement('beforeend', wrap(made))"],
  ])('is reported of an element that is %s later', async (_case, statement) => {
    await visit('');
    await tracked.pass(5_000);

    await run(`const wrap = (inner) => { const outer = document.createElement('section'); outer.append(inner); return outer };
      const body = document.body; const made = document.createElement('p'); made.style.height = '50px';
      made.dataset.moeToken = 'later'; made.dataset.moeOn = 'click visible'; ${statement}`);
    await tracked.pass(1_000);

    expect(await tracked.events()).toEqual([shown('later')]);
  });

  it('is not reported of an element that is taken away within the second', async () => {
    await visit(marked('hero'));

    await tracked.pass(900);
    await run('hero.remove()');
    await tracked.pass(5_000);

    expect(await tracked.events()).toEqual([]);
  });

  it('is reported of the new token after a second of its own, where the token changes', async () => {
    await visit(marked('hero'));

    await tracked.pass(900);
    await run("hero.dataset.moeToken = 'second'");
    await tracked.pass(900);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(100);
    expect(await tracked.events()).toEqual([shown('second')]);
    await run("hero.dataset.moeToken = 'third'");
    await tracked.pass(1_000);

    expect(await tracked.events()).toEqual([shown('second'), shown('third')]);
  });

  it('is reported where the wish for it comes later, and not where it is withdrawn', async () => {
    await visit(marked('hero') + marked('strip'));
    await run("hero.dataset.moeOn = 'click'");

    await tracked.pass(2_000);
    expect(await tracked.events()).toEqual([shown('strip')]);
    await run("hero.dataset.moeOn = 'visible click'");
    await tracked.pass(2_000);

    expect(await tracked.events()).toEqual([shown('strip'), shown('hero')]);
  });

  it.each([
    ['is empty', ''],
    ['has characters that no token has', 'a"b'],
    ['is too long for a request', 'a'.repeat(40_000)],
  ])('is not reported where the token %s', async (_case, token) => {
    await visit(marked('hero') + marked('strip'));
    await run(`hero.dataset.moeToken = ${JSON.stringify(token)}`);

    await tracked.pass(2_000);

    expect(await tracked.events()).toEqual([shown('strip')]);
  });
});
