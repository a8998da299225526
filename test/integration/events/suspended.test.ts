import { join } from 'node:path';
import { buildChild } from '../../support/build-child.js';
import { openDiskAndLook, takeUuids } from '../../support/disk-stores.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { startTracker } from './tracker.js';

const program = buildChild(join(__dirname, 'children/tracker.ts'));

it('a process that was stopped, and whose segment was taken, loses nothing when it goes on', async () => {
  const directory = createTemporaryFolder('suspended');
  const tracker = startTracker(program, directory);
  await tracker.turns(60);
  tracker.process.kill('SIGSTOP');

  // For this one the quarter of a minute is over at once; it has to see the same twice, so the other has to stand still.
  const taker = openDiskAndLook(directory);
  while (taker.ports.recovered === 0) {
    taker.ports.clock.stall(16_000);
    await new Promise(setImmediate);
  }
  tracker.process.kill('SIGCONT');
  await tracker.turns(100);
  await tracker.kill();
  taker.ports.clock.advance(400);

  const known = new Set([...(await takeUuids(taker)), ...tracker.delivered]);
  const promised = tracker.promised();
  expect(promised.length).toBeGreaterThan(60);
  expect(promised.filter((uuid) => !known.has(uuid))).toEqual([]);
  expect(tracker.complaints).toEqual([]);
});
