import { createEventErasures } from '../../../../src/adapters/redis/event-erasures.js';
import type { EventLog } from '../../../../src/adapters/redis/event-log.js';
import { createStorePorts } from '../../../support/event-store-ports.js';

/** A log that erases, or does so without a reply. */
function prepare() {
  const erased: string[] = [];
  let isDeaf = false;
  const log: Pick<EventLog, 'erase'> = {
    erase(marks) {
      erased.push(...marks);
      return isDeaf ? Promise.reject(new Error('no reply')) : Promise.resolve(true);
    },
  };
  const ports = createStorePorts();
  const erasures = createEventErasures(log, () => true, ports.warnings);
  return { erasures, erased, ports, setDeaf: (now: boolean) => (isDeaf = now) };
}

it('a customer who is forgotten at once takes nothing along that needs to be looked for', async () => {
  const { erasures, erased, ports } = prepare();
  await erasures.add(['a'], 1);
  expect([await erasures.run(), erased, ports.warned]).toEqual([false, ['a'], []]);
});

it('what a late erasure may have taken along is looked for once, whoever did it', async () => {
  const { erasures, erased, ports, setDeaf } = prepare();
  setDeaf(true);
  await erasures.add(['a'], 1);
  expect(ports.warned.join()).toContain("a customer's events can't be removed from Redis now");
  setDeaf(false);
  await erasures.add(['c'], 2);
  expect(erased).toEqual(['a', 'a', 'c']);
  expect([await erasures.run(), await erasures.run()]).toEqual([true, false]);
});

it('what is tried late and fails may have been done all the same', async () => {
  const { erasures, setDeaf } = prepare();
  setDeaf(true);
  await erasures.add(['a'], 1);
  expect([await erasures.run(), await erasures.run()]).toEqual([true, true]);
  setDeaf(false);
  expect([await erasures.run(), await erasures.run()]).toEqual([true, false]);
});
