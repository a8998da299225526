import { join } from 'node:path';
import ts from 'typescript';

const folder = join(__dirname, '../../../src/browser');
const snippet = join(folder, 'in-a-browser.ts');

/** What TypeScript says against the code beside the script, where it knows the DOM and nothing of Node. */
function complaintsAbout(code: string): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const text = `import type { PageWindow } from './dom.js';\n${code}`;
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([snippet], options, {
    ...host,
    fileExists: (path) => path === snippet || host.fileExists(path),
    readFile: (path) => (path === snippet ? text : host.readFile(path)),
    getSourceFile: (path, language) =>
      path === snippet ? ts.createSourceFile(path, text, language) : host.getSourceFile(path, language),
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('what the script expects of the browser', () => {
  it('is what the DOM has', () => {
    expect(complaintsAbout('export const page: PageWindow = window;')).toEqual([]);
  }, 30_000);

  it('would be missed where the DOM did not have it', () => {
    const [first] = complaintsAbout("export const page: PageWindow = {} as Omit<typeof window, 'navigator'>;");

    expect(first).toContain("'navigator' is missing");
  }, 30_000);
});
