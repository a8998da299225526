// Minifies the text of the browser script. The build imports it; run by itself it reads the text from standard input,
// so that the tests measure and run what is built.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';

export const minifyBrowserScript = (text) =>
  transformSync(text, { minify: true, target: ['es2020', 'safari14.1'] }).code;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(minifyBrowserScript(readFileSync(process.stdin.fd, 'utf8')));
}
