import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root: string = join(__dirname, '../..');

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A fenced block. */
export interface CodeBlock {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** What a comment right before it declares, unseen by readers: `<!-- declare const app: …; -->`. */
  readonly declarations: string;
}

const fencedBlock = /(?:^<!--[ \n]*(declare [\s\S]*?)-->\n\s*)?^```(\w*)\n([\s\S]*?)^```$/gm;

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(fencedBlock)].map((match) => {
    const [whole, declarations = '', language = '', code = ''] = match;
    const fence = match.index + whole.indexOf('```');
    return { line: markdown.slice(0, fence).split('\n').length, language, code, declarations: declarations.trim() };
  });
}

const withoutCode = (markdown: string): string => markdown.replace(fencedBlock, '');

/** Text of the headings, of one level or of all, without backticks. */
export function headings(markdown: string, level = '#{1,6}'): readonly string[] {
  const heading = new RegExp(`^${level} +(.+)$`, 'gm');
  return [...withoutCode(markdown).matchAll(heading)].map(([, text = '']) => text.replaceAll('`', '').trim());
}

/** The anchors by which GitHub and npm link to the headings. */
export function anchors(markdown: string): readonly string[] {
  const seen = new Map<string, number>();
  return headings(markdown).map((text) => {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** What stands under a heading of the second level, up to the next one; empty where there is no such heading. */
export function section(markdown: string, heading: string): string {
  const [, ...parts] = `\n${markdown}`.split('\n## ');
  return parts.find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

/** Cells of the rows of the tables, headings and rulers left out. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const isRuler = (row: string | undefined): boolean => row !== undefined && /^[|\s:-]+$/.test(row);
  return rows
    .filter((row, index) => !isRuler(row) && !isRuler(rows[index + 1]))
    .map((row) => row.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('\\|', '|')));
}

/** The code spans of a text: what is `quoted like this`. */
export function codeSpans(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
