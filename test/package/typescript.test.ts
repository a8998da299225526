import { createProject } from './project.js';
import { binary, run } from './process.js';

const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
const common = ['--target', 'es2023', '--types', 'node', '--esModuleInterop', '--skipLibCheck', 'false'];

const nodenext = ['--module', 'nodenext'];
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];

/** Compiles a consumer's sources with the packed declarations, and checks those as well. */
async function compile(consumer: string, type: 'module' | 'commonjs', flags: readonly string[]): Promise<string> {
  const packages = ['@types/express', '@types/node'];
  const project = await createProject({ consumer, type, packages });
  const sources = consumer === 'registered' ? ['registered.ts'] : ['plain.ts', 'parameter.ts'];
  return run(project, binary('tsc'), ...strict, ...common, ...flags, ...sources);
}

describe.each([
  ['ESM of Node', 'module', nodenext],
  ['CommonJS of Node', 'commonjs', nodenext],
  ['a bundler', 'module', bundler],
] as const)('the packed declarations, as %s finds them', (_name, type, flags) => {
  it('hold for applications that register no experiences, or give them to one instance', async () => {
    await expect(compile('typescript', type, flags)).resolves.toBe('');
  });

  it('hold for applications that register theirs', async () => {
    await expect(compile('registered', type, flags)).resolves.toBe('');
  });
});
