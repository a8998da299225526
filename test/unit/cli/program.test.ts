import { run } from './support.js';

describe('moengage-personalize', () => {
  it('tells its version', async () => {
    await expect(run(['--version'])).resolves.toEqual({ output: '1.2.3', complaints: '', exitCode: 0 });
  });

  it.each(['doctor', 'emulator', 'fetch', 'types'])('tells that it can %s', async (command) => {
    const { output, exitCode } = await run(['--help']);

    expect(output).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(exitCode).toBe(0);
  });

  it('exits with 2 for a command that it does not have', async () => {
    const { complaints, exitCode } = await run(['docter']);

    expect(complaints).toContain('(Did you mean doctor?)');
    expect(exitCode).toBe(2);
  });
});
