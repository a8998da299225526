import { createProject, packageIn } from './project.js';
import { run } from './process.js';

describe.each([
  ['Express 5', 'express'],
  ['Express 4', 'express4'],
])('an application on %s', (_name, express) => {
  it.each([
    ['ESM', 'page.mjs'],
    ['CommonJS', 'page.cjs'],
  ])('in %s serves a page that the packed package personalizes, and ends by itself', async (_kind, script) => {
    const project = await createProject({ consumer: 'javascript', express });

    await expect(run(project, process.execPath, script)).resolves.toBe('200 Hello from the network');
  });
});

it.each([
  ['OpenTelemetry', '@opentelemetry/api', 'opentelemetry.mjs', 'both builds observe'],
  ['Redis', 'redis', 'redis.cjs', 'peer loaded: false by the root, true by the entry; both builds have stores'],
])('the %s entry loads where its peer is installed, and only there', async (_name, peer, script, printed) => {
  const [installed, missing] = await Promise.all([
    createProject({ consumer: 'javascript', packages: [peer] }),
    createProject({ consumer: 'javascript' }),
  ]);

  await expect(run(installed, process.execPath, script)).resolves.toBe(printed);
  await expect(run(missing, process.execPath, script)).rejects.toThrow(
    new RegExp(`Cannot find (?:module|package) '${peer}'`),
  );
});

it('an error of one build is recognised by the other', async () => {
  const project = await createProject({ consumer: 'javascript' });

  await expect(run(project, process.execPath, 'errors.mjs')).resolves.toBe('false true MOE_OPTION_UNKNOWN');
});

it('nothing that the package gives out shows the API key, however it is written down', async () => {
  const project = await createProject({ consumer: 'javascript' });

  const { shown, codes } = JSON.parse(await run(project, process.execPath, 'secrets.mjs')) as Record<string, unknown>;

  expect(shown).toEqual(['given by inspect', 'given by json', 'given by format']);
  expect(codes).toEqual([
    'MOE_UNAUTHORIZED',
    'MOE_NETWORK_ERROR',
    'MOE_OPTION_INVALID',
    'MOE_OPTION_UNKNOWN',
    'MOE_OPTION_INSECURE',
  ]);
});

describe('npx moengage-personalize', () => {
  it('tells what it can do', async () => {
    const project = await createProject({ consumer: 'javascript' });

    const help = await run(project, 'npx', '--no-install', 'moengage-personalize', '--help');

    expect(help).toMatch(/^Usage: moengage-personalize/);
    for (const command of ['doctor', 'emulator', 'fetch', 'types']) {
      expect(help).toMatch(new RegExp(`^ +${command} `, 'm'));
    }
  });

  it('tells the version that it is of', async () => {
    const project = await createProject({ consumer: 'javascript' });
    const manifest = JSON.parse(await run(packageIn(project), 'cat', 'package.json')) as Record<string, unknown>;

    await expect(run(project, 'npx', '--no-install', 'moengage-personalize', '--version')).resolves.toBe(
      manifest.version,
    );
  });

  it('prints the schema that is packed beside it', async () => {
    const project = await createProject({ consumer: 'javascript' });

    const printed = await run(project, 'npx', '--no-install', 'moengage-personalize', 'emulator', '--schema');
    const packed = await run(packageIn(project), 'cat', 'dist/emulator.schema.json');

    expect(JSON.parse(printed)).toEqual(JSON.parse(packed));
  });
});
