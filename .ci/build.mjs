// Builds the package: ESM and CommonJS from the same sources, each with a marker that tells Node which it is, the
// browser script as one text, the ESM modules as a few files, and the JSON Schema of the emulator's file for editors.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { minifyBrowserScript } from './browser-script.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const compile = (...args) => execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' });
const mark = (folder, type) => writeFileSync(join(dist, folder, 'package.json'), `${JSON.stringify({ type })}\n`);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
compile('-p', 'src');
// The CommonJS build turns import syntax into require(), which verbatimModuleSyntax exists to forbid.
compile(
  ...['-p', 'src', '--outDir', 'dist/cjs', '--module', 'commonjs', '--moduleResolution', 'bundler'],
  ...['--verbatimModuleSyntax', 'false'],
);
// The command is one program, not a library in two forms.
rmSync(join(dist, 'cjs/cli'), { recursive: true });
mark('esm', 'module');
mark('cjs', 'commonjs');

// The sources make the browser script of the texts of functions. A bundler of the user's may rewrite functions, and so
// the package has the text alone.
const { browserScript } = await import(pathToFileURL(join(dist, 'esm/browser/script-text.js')).href);
const scriptText = JSON.stringify(minifyBrowserScript(browserScript));
const keepScriptText = (folder, code) => {
  const browser = join(dist, folder, 'browser');
  for (const name of readdirSync(browser)) if (!name.startsWith('script-text.')) rmSync(join(browser, name));
  writeFileSync(join(browser, 'script-text.js'), code);
};
keepScriptText('esm', `export const browserScript = ${scriptText};\n`);
keepScriptText('cjs', `'use strict';\nexports.browserScript = ${scriptText};\n`);

// Node takes longer to find and open two hundred modules than to run what is in them: each entry is one file, and what
// several entries share is in others. Which modules a file is made of is said in it.
const { exports: exported, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const imported = Object.values(exported).flatMap((entry) => entry.import?.default ?? []);
const { outputFiles } = await build({
  entryPoints: [...imported, ...Object.values(bin)].map((file) => join(root, file)),
  absWorkingDir: root,
  outdir: 'dist/esm',
  outbase: 'dist/esm',
  chunkNames: 'shared/[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  write: false,
});
const modules = readdirSync(join(dist, 'esm'), { recursive: true }).filter((name) => name.endsWith('.js'));
for (const module of modules) rmSync(join(dist, 'esm', module));
mkdirSync(join(dist, 'esm/shared'));
for (const { path, contents } of outputFiles) writeFileSync(path, contents);

const { emulatorSchema } = await import(pathToFileURL(join(dist, 'esm/emulator/index.js')).href);
writeFileSync(join(dist, 'emulator.schema.json'), `${JSON.stringify(emulatorSchema(), null, 2)}\n`);
chmodSync(join(dist, 'esm/cli/main.js'), 0o755);

rmSync(join(root, 'example-app/dist'), { recursive: true, force: true });
compile('-p', 'example-app/tsconfig.build.json');
