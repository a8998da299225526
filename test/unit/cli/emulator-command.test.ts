import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './support.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moengage-cli-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Asks the emulator that a running command has announced. */
async function ask(output: string): Promise<string> {
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  const response = await fetch(`${url}/v1/experiences/metadata`, {
    headers: {
      authorization: `Basic ${Buffer.from('EMU_SAMPLE_DEBUG:emu_sample').toString('base64')}`,
      'moe-appkey': 'EMU_SAMPLE_DEBUG',
    },
  });
  return response.text();
}

describe('moengage-personalize emulator', () => {
  it('serves a sample workspace until it is interrupted, and says how to use it', async () => {
    let answer = '';
    const { output } = await run(['emulator', '--port', '0'], {}, async (announced) => {
      answer = await ask(announced);
    });

    expect(answer).toContain('"home-hero"');
    expect(output).toContain('export MOENGAGE_WORKSPACE_ID=EMU_SAMPLE_DEBUG MOENGAGE_PERSONALIZE_API_KEY=emu_sample');
    await expect(ask(output)).rejects.toThrow('fetch failed');
  });

  it('writes the sample to a file and serves that', async () => {
    const file = join(folder, 'my.yaml');

    const written = await run(['emulator', '--init', file]);
    let answer = '';
    const served = await run(['emulator', '--config', file, '--port', '0'], {}, async (announced) => {
      answer = await ask(announced);
    });

    expect(written).toMatchObject({ exitCode: 0, complaints: '' });
    expect(await readFile(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);
    expect(served).toMatchObject({ exitCode: 0, complaints: '' });
    expect(answer).toContain('"gold-offer"');
  });

  it('never writes the sample over a file that is there', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(file, 'mine');

    const { complaints, exitCode } = await run(['emulator', '--init', file]);

    expect(exitCode).toBe(2);
    expect(complaints).toContain('EEXIST');
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('prints the JSON Schema of the file', async () => {
    const { output } = await run(['emulator', '--schema']);

    expect(JSON.parse(output)).toMatchObject({ type: 'object', properties: { experiences: { type: 'array' } } });
  });

  it.each([
    ['a port that is none', ['--port', '70000'], '--port must be a port number'],
    ['a file that is not there', ['--config', '/no/such/file.yaml'], 'file.yaml'],
  ])('explains itself and exits with 2 for %s', async (_case, args, message) => {
    const { complaints, exitCode } = await run(['emulator', ...args]);

    expect(exitCode).toBe(2);
    expect(complaints).toContain(message);
  });
});
