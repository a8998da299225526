import { join } from 'node:path';
import { buildChild } from '../../support/build-child.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { openDiskAndLook, takeUuids } from '../../support/disk-stores.js';
import { startTracker } from './tracker.js';
import type { Tracker } from './tracker.js';

/** Nightly runs ask for more. */
const kills = Number(process.env.EVENT_STORE_KILLS ?? 30);

const program = buildChild(join(__dirname, 'children/tracker.ts'));
const bounds = { maxEvents: 1_000_000, maxBytes: 1_000_000_000 };

/** A turn takes a millisecond or more, and what was tracked in the last 50 is not promised: this leaves thirty. */
const fewestTurns = 80;

/** Long enough for some to be promised, and at any moment of whatever it is doing. */
const turnsToLive = () => fewestTurns + Math.floor(Math.random() * 80);

/** Keeps so many trackers at work in one folder, and kills one after the other. Resolves to all there ever were. */
async function killTrackers(directory: string, atOnce: number, count: number, fsync: boolean) {
  const trackers: Tracker[] = [];
  const liveAndDie = async (): Promise<void> => {
    while (trackers.length < count) {
      const tracker = startTracker(program, directory, fsync);
      trackers.push(tracker);
      await tracker.turns(turnsToLive());
      await tracker.kill();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, liveAndDie));
  return trackers;
}

it.each([
  [2, Math.ceil(kills / 3), false],
  [2, Math.ceil(kills / 6), true],
  [4, Math.floor(kills / 2), false],
])(
  'what %d processes in one folder tracked 50 ms before a SIGKILL survives it: %d kills, with fsync %p',
  async (atOnce, count, fsync) => {
    const directory = createTemporaryFolder('sigkill');
    const trackers = await killTrackers(directory, atOnce, count, fsync);
    const heir = openDiskAndLook(directory, {}, bounds);
    const found = await takeUuids(heir);

    const delivered = new Set(trackers.flatMap((tracker) => tracker.delivered));
    const promised = trackers.flatMap((tracker) => tracker.promised());
    const known = new Set([...found, ...delivered]);
    const again = found.filter((uuid) => delivered.has(uuid)).length;
    process.stdout.write(
      `${atOnce} processes, ${trackers.length} kills: ${promised.length} promised, ${found.length} recovered, ` +
        `${delivered.size} delivered, ${again} of them to be delivered again\n`,
    );
    expect(promised.length).toBeGreaterThan(10 * count);
    expect(trackers.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(heir.ports.warned).toEqual([]);
    expect(promised.filter((uuid) => !known.has(uuid))).toEqual([]);
    expect(new Set(found).size).toBe(found.length);
  },
  60_000 + 1_000 * kills,
);
