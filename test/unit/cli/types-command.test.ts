import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { gold, hero, newFile, openWorkspace, read, types } from './types-support.js';

describe('moengage-personalize types', () => {
  it('writes keys, variables and the types of their values', async () => {
    const file = newFile();

    const { output, exitCode } = await types(await openWorkspace(hero, gold), file);

    expect([output, exitCode]).toEqual([
      `Wrote ${file}: 2 experiences\nAny variable is allowed of 'gold-offer'; --customer or --sample may show what they hold`,
      0,
    ]);
    expect(read(file)).toBe(`/* eslint-disable */
// Written by \`moengage-personalize types\` from the workspace's metadata and the payloads of sample visitors.
// Run it again instead of changing this file.
// prettier-ignore
import type { JsonValue } from 'express-moengage-personalize'

// prettier-ignore
declare module 'express-moengage-personalize' {
  interface Register {
    experiences: {
      /** "gold-offer", Active; no sample visitor gets it. Any variable is allowed until one was seen. */
      'gold-offer': Readonly<Record<string, JsonValue>>;
      /** "Home hero", Active. Seen 2026-11-25. */
      'home-hero': {
        Price: number;
        Title: string;
      };
    };
  }
}
`);
  });

  it.each([
    ['its defaults', []],
    ['no semicolons', ['--no-semi']],
    ['single quotes and long lines', ['--single-quote', '--print-width', '120']],
    ['tabs and short lines', ['--use-tabs', '--print-width', '40', '--quote-props', 'consistent']],
  ])('writes what Prettier has nothing to change in, with %s', async (_how, flags) => {
    const [written, empty] = [newFile(), newFile()];
    await types(await openWorkspace(hero, gold), written);
    await types(await openWorkspace(), empty);

    const command = join(__dirname, '../../../node_modules/prettier/bin/prettier.cjs');
    const args = [command, '--no-config', '--list-different', ...flags, written, empty];

    // It ends with an error where there is something to change.
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('');
  });

  it('prints the same with --out - and writes nothing', async () => {
    const emulator = await openWorkspace(hero);
    const file = newFile();
    await types(emulator, file);

    const { output } = await types(emulator, '-');

    expect(`${output}\n`).toBe(read(file));
    expect(existsSync('-')).toBe(false);
  });

  it('asks as the customers and the visitors that it is given, at the same moments whenever it runs', async () => {
    const emulator = await openWorkspace(hero, gold);
    const file = newFile();
    const sample = join(createTemporaryFolder('types'), 'visitors.json');
    writeFileSync(sample, '[{ "attributes": { "plan": "pro" }, "dayOfWeek": "Tuesday", "hourOfDay": "03" }]');

    await types(emulator, file, ['--customer', 'user_8821', '--sample', sample]);

    const asked = emulator.ledger.calls.flatMap(({ endpoint, request }) => (endpoint === 'fetch' ? [request] : []));
    expect(asked).toHaveLength(4 + 4 + 1);
    expect(asked[4]).toEqual({
      identifiers: { customer_id: 'user_8821' },
      experience_key: ['home-hero', 'gold-offer'],
      DAY_OF_THE_WEEK: 'Monday',
      TIME_OF_THE_DAY: '08',
    });
    expect(asked[8]).toMatchObject({ plan: 'pro', DAY_OF_THE_WEEK: 'Tuesday', TIME_OF_THE_DAY: '03' });
    expect(read(file)).toContain("'gold-offer': {\n        Percent: number;\n      };");
  });

  it('asks in calls of 25 keys, and for what is Active only', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...hero, key: `hero-${index}` }));
    const emulator = await openWorkspace(...many, { ...hero, key: 'paused', status: 'Paused' });
    const file = newFile();

    await types(emulator, file);

    expect(read(file).match(/Seen /g)).toHaveLength(30);
    expect(read(file)).toContain('"Home hero", Paused; nobody gets it now. Any variable is allowed');
    expect(JSON.stringify(emulator.ledger.calls)).not.toContain('"paused"');
  });

  it('leaves a file alone in which only the day would change', async () => {
    const emulator = await openWorkspace(hero);
    const file = newFile();
    await types(emulator, file);

    const { output } = await types(emulator, file, [], '2026-12-24');

    expect(output).toBe(`${file} is up to date`);
    expect(read(file)).toContain('Seen 2026-11-25.');
  });

  it('keeps what it saw of an experience that is paused since, unless it is to begin afresh', async () => {
    const file = newFile();
    await types(await openWorkspace(hero), file);
    const paused = await openWorkspace({ ...hero, status: 'Paused' });

    const kept = await types(paused, file, [], '2026-12-24');
    const text = read(file);
    await types(paused, file, [], '2026-12-25');

    expect(kept.exitCode).toBe(0);
    expect(text).toContain(
      '/** "Home hero", Paused; nobody gets it now. Last seen 2026-11-25. */\n      \'home-hero\': {\n        Price: number;',
    );
    expect(read(file)).toBe(text);

    await types(paused, file, ['--fresh']);

    expect(read(file)).toContain("'home-hero': Readonly<Record<string, JsonValue>>;");
  });

  it('forgets an experience that the workspace has no more', async () => {
    const file = newFile();
    await types(await openWorkspace(hero, gold), file);

    await types(await openWorkspace(hero), file);

    expect(read(file)).not.toContain('gold-offer');
  });

  it.each([
    ['somebody else wrote', "declare module 'x' { interface Register { experiences: { mine: {} } } }"],
    ['holds no types', '// Written by `moengage-personalize types`\n'],
  ])('never writes over a file that %s', async (_what, text) => {
    const file = newFile();
    writeFileSync(file, text);

    const { complaints, exitCode } = await types(await openWorkspace(hero), file);

    expect(exitCode).toBe(2);
    expect(complaints).toContain('--out must be a new file, or one that this command wrote');
    expect(read(file)).toBe(text);
  });

  it.each([
    ['of another workspace', { kind: 'status', status: 400 }, 'MOE_HTTP_ERROR'],
    ['refused', { kind: 'status', status: 401 }, 'MOE_UNAUTHORIZED'],
    ['without an answer', { kind: 'reset' }, 'MOE_NETWORK_ERROR'],
  ] as const)('exits with 1 and writes nothing where a call is %s', async (_how, fault, code) => {
    const emulator = await openWorkspace(hero);
    const file = newFile();
    emulator.fault(fault, { path: '/fetch' });

    const { complaints, exitCode } = await types(emulator, file);

    expect(exitCode).toBe(1);
    expect(complaints).toContain(code);
    expect(existsSync(file)).toBe(false);
  });

  it('writes nothing where one of several calls fails', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...hero, key: `hero-${index}` }));
    const emulator = await openWorkspace(...many);
    const file = newFile();
    emulator.fault({ kind: 'status', status: 500 }, { path: '/fetch', times: 1 });

    await expect(types(emulator, file)).resolves.toMatchObject({ exitCode: 1 });
    expect(existsSync(file)).toBe(false);
  });
});
