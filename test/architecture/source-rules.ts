import ts from 'typescript';
import { importsOf, isRelative, parse } from './imports.js';
import type { SourceFile } from './source-file.js';

/** Comments that silence a checker, each with the one reason why it may. */
const silencers = /@ts-(?:ignore|nocheck|expect-error)|eslint-disable[\w-]*/;

/** A rule broken, and where; the line is left out, so that an exception outlives an edit. */
const breach = (path: string, what: string): string => `${path}: ${what}`;

function typeBreaches(node: ts.Node): readonly string[] {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return ['any'];
  if (ts.isNonNullExpression(node)) return ['non-null assertion'];
  const definite = (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.exclamationToken;
  return definite ? ['definite assignment'] : [];
}

function exportBreaches(node: ts.Node): readonly string[] {
  if (ts.isExportAssignment(node)) return ['default export'];
  if (ts.isExportSpecifier(node) && node.name.text === 'default') return ['default export'];
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ? ['default export'] : [];
}

function nodesOf(parent: ts.Node, source: ts.SourceFile): readonly ts.Node[] {
  return [parent, ...parent.getChildren(source).flatMap((child) => nodesOf(child, source))];
}

function commentsOf(nodes: readonly ts.Node[], text: string): readonly string[] {
  const ranges = nodes.flatMap((node) => [
    ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
    ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
  ]);
  const unique = new Map(ranges.map(({ pos, end }) => [pos, text.slice(pos, end)]));
  return [...unique.values()];
}

/** What TypeScript and ESLint could be told to overlook: loose types, silencing comments, default exports, bare paths. */
export function findBreaches(file: SourceFile): readonly string[] {
  const source = parse(file);
  const nodes = nodesOf(source, source);
  const silenced = commentsOf(nodes, file.text).flatMap((comment) => silencers.exec(comment)?.[0] ?? []);
  const bare = importsOf(file)
    .filter(({ specifier }) => isRelative(specifier) && !/\.(?:js|json)$/.test(specifier))
    .map(({ specifier }) => `import of ${specifier} without its ending`);
  return [...nodes.flatMap(typeBreaches), ...nodes.flatMap(exportBreaches), ...silenced, ...bare].map((what) =>
    breach(file.path, what),
  );
}
