import { existsSync, writeFileSync } from 'node:fs';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { forAll, gold, hero, newFile, openWorkspace, read, types } from './types-support.js';

describe('moengage-personalize types --check', () => {
  const checkTypes = (emulator: Emulator, file: string, ...args: string[]) =>
    types(emulator, file, ['--check', ...args]);

  it('exits with 0 where code compiles the same with what there is now', async () => {
    const file = newFile();
    await types(await openWorkspace(hero, gold), file, ['--customer', 'user_8821']);
    writeFileSync(file, read(file).replaceAll('\n', '\r\n').replaceAll("'home-hero'", '"home-hero"'));

    const paused = await openWorkspace({ ...hero, name: 'Another name' }, { ...gold, status: 'Paused' });

    await expect(checkTypes(paused, file)).resolves.toEqual({
      output: `${file} is up to date`,
      complaints: '',
      exitCode: 0,
    });
  });

  it('exits with 3 and tells the differences where it does not, and writes nothing', async () => {
    const file = newFile();
    await types(await openWorkspace(hero, gold), file);
    const text = read(file);
    const changed = await openWorkspace(
      { ...hero, audiences: forAll({ Title: 'Hello', Price: 'three', Text: 'x' }) },
      { ...hero, key: 'promo-strip' },
    );

    const { complaints, exitCode } = await checkTypes(changed, file);

    expect(exitCode).toBe(3);
    expect(complaints).toBe(
      [
        `${file} is out of date; moengage-personalize types writes it:`,
        "  - 'gold-offer'",
        "  ~ 'home-hero': ~ 'Price', + 'Text'",
        "  + 'promo-strip'",
      ].join('\n'),
    );
    expect(read(file)).toBe(text);
  });

  it('exits with 3 where there is no file', async () => {
    const file = newFile();

    const { complaints, exitCode } = await checkTypes(await openWorkspace(), file);

    expect(exitCode).toBe(3);
    expect(complaints).toContain('is not there');
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['standard output', ['--out', '-'], '--check and --out - contradict each other'],
    ['a file of samples that is not there', ['--sample', '/no/such/visitors.json'], 'visitors.json'],
  ])('exits with 2 where it is given %s', async (_what, args, message) => {
    const { complaints, exitCode } = await checkTypes(await openWorkspace(), newFile(), ...args);

    expect(exitCode).toBe(2);
    expect(complaints).toContain(message);
  });
});
