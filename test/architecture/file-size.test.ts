import { readFiles } from './source-file.js';
import type { SourceFile } from './source-file.js';

const maxLines = 250;
const maxMedian = 90;

const countLines = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

function findLongFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ text }) => countLines(text) > maxLines)
    .map(({ path, text }) => `${path} has ${countLines(text)} lines`);
}

function medianLines(files: readonly SourceFile[]): number {
  const counts = files.map(({ text }) => countLines(text)).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

/** A file of that many lines, the last one ended. */
const fileOf = (lines: number): SourceFile => ({ path: 'src/core/x.ts', text: 'line\n'.repeat(lines) });

describe('a file', () => {
  it('has at most 250 lines', () => {
    const files = readFiles(['src', 'test', 'example-app'], ['.ts', '.js', '.mjs', '.ejs', '.pug', '.hbs', '.njk']);

    expect(files.length).toBeGreaterThan(100);
    expect(findLongFiles(files)).toEqual([]);
  });

  it('of src has at most 90 lines in the middle', () => {
    const sources = readFiles(['src']);
    const median = medianLines(sources);

    process.stdout.write(`src: ${sources.length} files, median ${median} lines\n`);
    expect(median).toBeLessThanOrEqual(maxMedian);
  });

  it.each([
    ['is told from one with a line more', 251, ['src/core/x.ts has 251 lines']],
    ['may have just that many lines', 250, []],
  ])('%s', (_case, lines, found) => {
    expect(findLongFiles([fileOf(lines)])).toEqual(found);
  });

  it('in the middle is the one with as many shorter as longer ones', () => {
    expect(medianLines([fileOf(300), fileOf(10), fileOf(91)])).toBe(91);
  });
});
