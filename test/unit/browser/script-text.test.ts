import { gzipSync } from 'node:zlib';
import { browserScript } from '../../../src/browser/script-text.js';
import { minifiedScript } from '../../browser/minified-script.js';

describe.each([
  ['as it is written', browserScript],
  ['as the build minifies it', minifiedScript],
])('the text of the browser script, %s', (_case, text) => {
  it('can be written into a page in any encoding', () => {
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(text).not.toMatch(/<\/script|<!--/i);
  });

  it.each(['eval', 'Function(', 'cookie', 'localStorage', 'sessionStorage', 'indexedDB', 'innerHTML'])(
    'does without %s',
    (name) => {
      expect(text).not.toContain(name);
    },
  );

  it('has no part of the module that it was', () => {
    expect(text).not.toMatch(/exports|require\(|import\b|_js_1/);
  });
});

it('the minified script is under 2 KB gzipped', () => {
  const { length } = gzipSync(minifiedScript);

  process.stdout.write(`browser script: ${minifiedScript.length} bytes, gzipped ${length}\n`);
  expect(length).toBeLessThan(2_048);
});
