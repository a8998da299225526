import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { codeBlocks, readText } from '../docs/markdown.js';
import type { CodeBlock } from '../docs/markdown.js';
import { createProject } from './project.js';
import { run, runWith, spawnUntil } from './process.js';
import type { Running } from './process.js';

const blocks = codeBlocks(readText('README.md'));
const listens = (block: CodeBlock): boolean => block.code.includes('app.listen(');
/** Jest runs that one: test/integration/testing/readme.test.ts. */
const isTest = ({ code }: CodeBlock): boolean => code.includes('beforeEach(');
const programs = blocks.filter((block) => block.language === 'ts' && !isTest(block) && !listens(block));
const views = blocks.filter(({ language }) => language === 'html');
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code }) => code.split('\n'))
  .map((line) => line.replace(/ +#.*$/, ''))
  .filter((line) => line.startsWith('npx moengage-personalize ') && !/ emulator(?! --init)/.test(line));

/** Below the folder of the project, where one would be made for the whole machine. */
const local = (code: string): string => code.replaceAll('/var/lib/shop/', './');

const started: Running[] = [];

afterEach(async () => {
  // Also where a test failed half way: Jest waits for what still runs.
  await Promise.all(started.splice(0).map((each) => each.stop()));
});

/** The emulator as its command runs it, and what it says to set. */
async function startEmulator(project: string, ...args: readonly string[]) {
  const cli = join(project, 'node_modules/.bin/moengage-personalize');
  const running = await spawnUntil(/export .*\n/, project, process.execPath, cli, 'emulator', '--port', '0', ...args);
  started.push(running);
  const [line = ''] = /export .*/.exec(running.said) ?? [];
  const variables: Record<string, string> = Object.fromEntries(
    [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
  const port = new URL(variables.MOENGAGE_BASE_URL ?? '').port;
  return { ...running, port, variables: { ...variables, MOENGAGE_PREVIEW_SECRET: 'a-secret-of-the-readme' } };
}

describe('of the examples of the README', () => {
  let project = '';

  beforeAll(async () => {
    const sdk = ['api', 'sdk-metrics', 'sdk-trace-base'].map((name) => `@opentelemetry/${name}`);
    project = await createProject({ consumer: 'readme', packages: ['ejs', 'redis', ...sdk] });
    await run(project, 'npx', '--no-install', 'moengage-personalize', 'emulator', '--init', 'my.yaml');
    await mkdir(join(project, 'views'));
    for (const { code, line } of views) await writeFile(join(project, `views/line-${line}.ejs`), code);
    await writeFile(join(project, 'views/home.ejs'), '<h1>Home</h1>');
    await writeFile(join(project, 'previews.json'), '{ "home-hero": { "2": { "Title": "Forced" } } }');
  });

  it.each(programs.map((block) => [block.line, block] as const))('the one at line %i runs', async (line, block) => {
    const file = join(project, `line-${line}.mjs`);
    const { code } = await transform(local(block.code), { loader: 'ts', format: 'esm' });
    await writeFile(file, code);

    const said = await run(project, process.execPath, 'run.mjs', file);

    for (const page of said.match(/^page .*$/gm) ?? []) expect(page).toMatch(/ (?:200|404)$/);
  });

  it.each(views.map(({ line }) => [line]))('the view at line %i renders', async (line) => {
    await writeFile(join(project, 'nothing.mjs'), '');

    const said = await run(project, process.execPath, 'run.mjs', join(project, 'nothing.mjs'), `line-${line}`);

    expect(said).toBe(`page /views/line-${line} 200`);
  });

  it('there are as many commands as there were', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it('the commands do what they say, in this order', async () => {
    const emulator = await startEmulator(project, '--config', join(project, 'my.yaml'));

    for (const command of commands) {
      const line = command.replace('npx ', 'npx --no-install ').replaceAll('4010', emulator.port);
      await runWith(emulator.variables, project, 'sh', '-c', line);
    }

    await expect(readFile(join(project, 'personalize.d.ts'), 'utf8')).resolves.toContain("'home-hero': {");
  });

  it('the first ones make a page that is personalized', async () => {
    const home = await createProject({ consumer: 'readme', packages: ['ejs'] });
    const emulator = await startEmulator(home);
    // On a port that is free, and with time enough for a process that has just begun on a busy machine.
    const adapt = (text: string) =>
      text.replaceAll('4010', emulator.port).replace('createPersonalize({', 'createPersonalize({ timeoutMs: 30_000,');
    for (const { code } of blocks) {
      const [, path] = /^(?:\/\/|<!--) (app\.mjs|views\/home\.ejs)/.exec(code) ?? [];
      if (path === undefined) continue;
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), adapt(code));
    }
    const shell = adapt(blocks.find(({ code }) => code.includes('node app.mjs'))?.code ?? '');
    expect(shell).toContain('export ');

    // What the README tells to type is what the command says.
    expect(emulator.said).toContain(shell.split('\n')[0]);
    const visit = `node -e "const { Server } = require('node:net');
    const { listen } = Server.prototype;
    let server;
    Server.prototype.listen = function () { return (server = listen.call(this, 0, '127.0.0.1')); };
    import('./app.mjs').then(async () => {
      if (!server.listening) await require('node:events').once(server, 'listening');
      const headers = { 'User-Agent': 'Mozilla/5.0 Firefox/143.0' };
      const read = async (query) => (await fetch('http://127.0.0.1:' + server.address().port + '/' + query, { headers })).text();
      console.log(await read('?utm_source=newsletter'), await read(''));
      process.exit();
    })"`;
    const said = await run(home, 'sh', '-c', shell.replace('node app.mjs', visit));

    expect(said).toMatch(/<h1>Good to see you, reader<\/h1>[^]*<h1>(?:Made to last|Buy it once)<\/h1>/);
  });
});
