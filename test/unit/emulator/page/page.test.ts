import { Script } from 'node:vm';

import { pageHtml } from '../../../../src/emulator/page/html.js';
import { pageScript } from '../../../../src/emulator/page/script.js';
import { pageStyle } from '../../../../src/emulator/page/style.js';

describe('the page', () => {
  it('has a script that parses', () => {
    expect(() => new Script(pageScript)).not.toThrow();
  });

  it('writes nothing as HTML', () => {
    expect(pageScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
  });

  it('has every element that its script looks for', () => {
    const wanted = [...pageScript.matchAll(/byId\('([\w-]+)'\)/g)].map(([, id]) => id);
    const missing = wanted.filter((id) => !pageHtml.includes(`id="${id ?? ''}"`));

    expect(wanted.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  it('has no script, style or handler inside its HTML', () => {
    expect(pageHtml).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/);
  });

  it('loads nothing from elsewhere', () => {
    expect(`${pageHtml}${pageStyle}`).not.toMatch(/https?:|\/\/|url\(|@import/);
  });
});
