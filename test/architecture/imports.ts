import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-file.js';

/** Anything by which one module names another: `import`, `export … from`, `import()`, `require()`, `import('…')` types. */
export interface Import {
  readonly specifier: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function isLoadCall(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function specifierOf(node: ts.Node): { readonly name: ts.Node | undefined; readonly typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return { name: node.moduleSpecifier, typeOnly: isTypeOnly(node) };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { name: node.moduleReference.expression, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    return { name: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, typeOnly: true };
  }
  return isLoadCall(node) ? { name: node.arguments[0], typeOnly: false } : undefined;
}

export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const named = specifierOf(node);
    if (named?.name && ts.isStringLiteralLike(named.name)) {
      found.push({ specifier: named.name.text, typeOnly: named.typeOnly });
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** `axios` of `axios/lib/x.js`, `@scope/name` of `@scope/name/x`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The file that a relative import names. In sources `./x.js` stands for `./x.ts`. */
export function targetOf(from: string, specifier: string): string {
  const target = posix.join(posix.dirname(from), specifier);
  return from.endsWith('.ts') && !from.endsWith('.d.ts') ? target.replace(/\.js$/, '.ts') : target;
}
