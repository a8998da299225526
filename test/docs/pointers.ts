import { anchors, codeBlocks, codeSpans } from './markdown.js';

/** What a page may point at. */
export interface Pointed {
  readonly scripts: readonly string[];
  readonly exists: (path: string) => boolean;
}

const builtIn = ['ci', 'install', 'run', 'pack'];
const folders = /^(?:src|test|example-app|\.ci)\/[\w./-]+$/;

function findCommandFaults(text: string, scripts: readonly string[]): readonly string[] {
  return [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !builtIn.includes(name) && !scripts.includes(name))
    .map((name) => `there is no script ${name}`);
}

function findLinkFaults(markdown: string, { exists }: Pointed): readonly string[] {
  const known = anchors(markdown);
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !target.startsWith('https://'))
    .filter((target) => (target.startsWith('#') ? !known.includes(target.slice(1)) : !exists(target)))
    .map((target) => `the link ${target} leads nowhere`);
}

/** Scripts, files and headings that a page names and that are not there. */
export function findDeadPointers(markdown: string, pointed: Pointed): readonly string[] {
  const code = [...codeSpans(markdown), ...codeBlocks(markdown).map((block) => block.code)];
  const paths = codeSpans(markdown).filter((span) => folders.test(span) && !pointed.exists(span));
  return [
    ...findCommandFaults(code.join('\n'), pointed.scripts),
    ...findLinkFaults(markdown, pointed),
    ...paths.map((path) => `${path} is not there`),
  ];
}
