import { createProject } from './project.js';
import { run } from './process.js';

const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
const common = [
  '--target',
  'es2022',
  '--lib',
  'es2023',
  '--types',
  'node',
  '--esModuleInterop',
  '--module',
  'nodenext',
];

/** A compiler that is not installed here comes from the registry, as it would for its users. */
const compilerOf = (version: string): readonly string[] => [
  '--yes',
  '--prefer-offline',
  '--package',
  `typescript@${version}`,
  'tsc',
];

describe('the types that the packed command writes', () => {
  let project = '';
  let said = '';

  beforeAll(async () => {
    project = await createProject({ consumer: 'types', packages: ['@types/express', '@types/node'] });
    said = await run(project, process.execPath, 'write.mjs');
  });

  const compile = (version: string, ...sources: readonly string[]): Promise<string> =>
    run(project, 'npx', ...compilerOf(version), ...strict, ...common, ...sources);

  it('are there, and are found to be up to date', () => {
    expect(said).toBe(
      "Wrote personalize.d.ts: 3 experiences\nAny variable is allowed of 'autumn-sale'; --customer or --sample may show what they hold\npersonalize.d.ts is up to date",
    );
  });

  describe.each(['5.4', '5.9', '6.0', '7.0'])('for TypeScript %s', (version) => {
    it('let pass what is right, and nothing that is wrong', async () => {
      await expect(compile(version, 'shop.ts', 'personalize.d.ts')).resolves.toBe('');
    });

    it('are what makes the difference', async () => {
      await expect(compile(version, 'shop.ts')).rejects.toThrow(
        /shop\.ts\(\d+,\d+\): error TS2578: Unused '@ts-expect-error'/,
      );
    });
  });
});
