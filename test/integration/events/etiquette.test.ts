import { spawnSync } from 'node:child_process';
import { openDiskAndLook } from '../../support/disk-stores.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { buildChild } from './tracker.js';

const program = buildChild('passer-by');

/** A process that has nothing more to do is gone by then. */
const mostMs = 200;

interface Stay {
  readonly listeners: number;
  readonly stayedMs: number;
}

describe.each(['', 'fsync'])('an open disk store %s', (fsync) => {
  it.each([
    ['that has nothing more to do', 'end', 0, null],
    ['that calls process.exit', 'exit', 0, null],
    ['that gets a SIGTERM', 'SIGTERM', null, 'SIGTERM'],
  ])('keeps no process alive %s, adds no listener to it, and its events survive', (_case, way, status, signal) => {
    const directory = createTemporaryFolder('etiquette');
    const ended = spawnSync(process.execPath, [program, directory, way, fsync], {
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    expect([ended.status, ended.signal, String(ended.stderr)]).toEqual([status, signal, '']);
    const { listeners, stayedMs } = JSON.parse(String(ended.stdout)) as Stay;
    process.stdout.write(`${way} ${fsync}: it stayed for ${stayedMs.toFixed(1)} ms\n`);
    expect(listeners).toBe(0);
    expect(stayedMs).toBeLessThanOrEqual(mostMs);
    expect(openDiskAndLook(directory).store.pending).toBe(10);
  });
});
