import { join } from 'node:path';
import ts from 'typescript';
import { root } from './markdown.js';
import type { CodeBlock } from './markdown.js';

function readOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, ' '));
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  return {
    ...options,
    // An example shows how a thing is made and may leave it at that.
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: ['node', 'jest'],
    // An example is a file of its own, whether or not it imports something.
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
}

/** Libraries and sources are the same for every block: they are read and parsed once. */
function createCachingHost(options: ts.CompilerOptions, snippet: string, text: () => string): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const parsed = new Map<string, ts.SourceFile | undefined>();
  return {
    ...host,
    fileExists: (path) => path === snippet || host.fileExists(path),
    readFile: (path) => (path === snippet ? text() : host.readFile(path)),
    getSourceFile: (path, language) => {
      if (path === snippet) return ts.createSourceFile(path, text(), language, true);
      if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, language));
      return parsed.get(path);
    },
  };
}

/**
 * A compiler for single blocks, which sees the package as its sources. Each block is compiled alone, since one may extend
 * the package's types for all. Gives the errors, each with its line in the block.
 */
export function createBlockCompiler(): (block: CodeBlock) => readonly string[] {
  const options = readOptions();
  const snippet = join(root, 'example-of-the-documentation.ts');
  let text = '';
  const host = createCachingHost(options, snippet, () => text);
  return ({ declarations, code }) => {
    // On the line before the code, so that the lines of errors are those of the block.
    text = `${declarations.replaceAll('\n', ' ')}\n${code}`;
    // Somewhere in an application the package is imported; an example that extends its types relies on that.
    const program = ts.createProgram([snippet, join(root, 'src/index.ts')], options, host);
    const file = program.getSourceFile(snippet);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map(({ start = 0, messageText }) => {
      const line = text.slice(0, start).split('\n').length - 1;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  };
}
