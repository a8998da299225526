import { headings } from './markdown.js';

const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const release = /^\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}(?: \[YANKED\])?$/;

function findHeadingFaults(titles: readonly string[]): readonly string[] {
  const [first, ...releases] = titles;
  return [
    ...(first === '[Unreleased]' ? [] : ['the first section is not [Unreleased]']),
    ...releases.filter((title) => !release.test(title)).map((title) => `'${title}' is no version with a date`),
  ];
}

/** The parts below headings of the second level. */
const parts = (text: string): readonly string[] => text.split(/^## /m).slice(1);

function findPartFaults(part: string): readonly string[] {
  const [title = '', ...rest] = part.split('\n');
  const changes = rest.join('\n').split(/^### /m).slice(1);
  return changes.flatMap((change) => {
    const [kind = '', ...lines] = change.split('\n');
    if (!kinds.includes(kind)) return [`${title}: '${kind}' is no kind of change`];
    return lines.some((line) => line.startsWith('- ')) ? [] : [`${title}: nothing under ${kind}`];
  });
}

/** What is not in the form of Keep a Changelog 1.1.0. */
export function findChangelogFaults(text: string): readonly string[] {
  return [
    ...(text.startsWith('# Changelog\n') ? [] : ["it does not begin with '# Changelog'"]),
    ...(text.includes('keepachangelog.com/en/1.1.0') ? [] : ['it does not name its form']),
    ...findHeadingFaults(headings(text, '##')),
    ...parts(text).flatMap(findPartFaults),
  ];
}
