import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { engines } from '../integration/views/engines.js';
import { codeSpans, readText, section, tableRows } from './markdown.js';

const folder = mkdtempSync(join(tmpdir(), 'readme-views-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The example of an engine's row: the first code of its second cell. */
function exampleFor(engine: string): string {
  const rows = tableRows(section(readText('README.md'), 'Reading'));
  const [, cell = ''] = rows.find(([name]) => name === engine) ?? [];
  return codeSpans(cell)[0] ?? '';
}

const personalization = {
  experiences: { 'home-hero': { variables: { Title: 'Hello & welcome' } } },
  value: (key: string, variable: string) => (key === 'home-hero' && variable === 'Title' ? 'Hello & welcome' : ''),
};

it.each(engines)('the README shows how %s writes a value, escaped', async (name, setUp) => {
  const app = express();
  setUp(app, folder);
  writeFileSync(join(folder, `example.${String(app.get('view engine'))}`), exampleFor(name));

  const html = await new Promise((resolve, reject) => {
    app.render('example', { layout: false, personalization }, (error: Error | null, text: string) => {
      if (error) reject(error);
      else resolve(text);
    });
  });

  expect(html).toContain('Hello &amp; welcome');
});
