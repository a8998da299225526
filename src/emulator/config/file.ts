import { readFileSync } from 'node:fs';

import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import type { ConfigProblem } from '../error.js';
import type { EmulatorConfig } from './config.js';
import { readConfig } from './parser.js';

/** More than any real file needs; a few lines of nested aliases would otherwise expand without end. */
const maxAliases = 100;

export type FileOutcome =
  | { readonly ok: true; readonly config: EmulatorConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function wholeFile(message: string): FileOutcome {
  return { ok: false, problems: [{ path: '', message, line: undefined }] };
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Line of the value at this path, or of the nearest thing around it that is there. */
function findLine(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

/** What the YAML text configures, or what is wrong with it and on which line. */
export function readYaml(text: string): FileOutcome {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const { errors } = document;
  if (errors.length > 0) {
    const problems = errors.map(({ message, pos }) => ({ path: '', message, line: lines.linePos(pos[0]).line }));
    return { ok: false, problems };
  }
  let input: unknown;
  try {
    input = document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    return wholeFile(messageOf(error));
  }
  const outcome = readConfig(input ?? {});
  if (outcome.ok) return outcome;
  const problems = outcome.breaches.map(({ path, problem }) => ({ ...problem, line: findLine(document, path, lines) }));
  return { ok: false, problems: problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)) };
}

/** The configuration in this file. Never throws: a file that cannot be read is a problem like any other. */
export function readConfigFile(path: string): FileOutcome {
  try {
    return readYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    return wholeFile(messageOf(error));
  }
}
