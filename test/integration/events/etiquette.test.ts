import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildChild } from '../../support/build-child.js';
import { openDiskAndLook } from '../../support/disk-stores.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';

const program = buildChild(join(__dirname, 'children/passer-by.ts'));

/** What the store left in a process, its events being written. */
interface Traces {
  readonly listeners: number;
  /** What would keep it alive. */
  readonly active: readonly string[];
}

describe.each(['', 'fsync'])('an open disk store %s', (fsync) => {
  it.each([
    ['that has nothing more to do', 'end', 0, null],
    ['that calls process.exit', 'exit', 0, null],
    ['that gets a SIGTERM', 'SIGTERM', null, 'SIGTERM'],
  ])('keeps no process alive %s, adds no listener to it, and its events survive', (_case, way, status, signal) => {
    const directory = createTemporaryFolder('etiquette');
    const ended = spawnSync(process.execPath, [program, directory, way, fsync], {
      timeout: 25_000,
      killSignal: 'SIGKILL',
    });
    expect([ended.status, ended.signal, String(ended.stderr)]).toEqual([status, signal, '']);
    expect(JSON.parse(String(ended.stdout)) as Traces).toEqual({ listeners: 0, active: [] });
    expect(openDiskAndLook(directory).store.pending).toBe(10);
  });
});
