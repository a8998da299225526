import type { OpenQuotaStore, QuotaOrder, QuotaReply } from '../../src/core/quota-store.js';
import { createWatch, inTimeLimitMs } from './redis-in-time.js';

export interface QuotaStoreSubject {
  /** The same new count as two processes see it: a hundred calls in 1,200 ms, each part 40 ms; an infant for 300 ms. */
  open(): Promise<readonly [OpenQuotaStore, OpenQuotaStore]>;
  /** Makes it lose its memory. */
  lose(): Promise<void>;
  /** Lets so many milliseconds go by. */
  pass(ms: number): Promise<void>;
}

/** The terms that the subject opens with. */
export const contractTerms = { name: 'workspace', limit: 100, windowMs: 1_200, grantMs: 40 } as const;
export const contractInfancyMs = 300;

const beatMs = 100;

/** Some milliseconds more, since each of its beats may be one early by the clock of the store. */
const grownMs = contractInfancyMs + 15;

/** Holds of every store behind the port. */
export function describeQuotaStore(title: string, subject: QuotaStoreSubject): void {
  const watch = createWatch();
  const test = (name: string, work: () => Promise<void>): void => {
    it(name, () => watch.inTime(work), inTimeLimitMs);
  };
  const pass = (ms: number): Promise<void> => watch.step(ms, () => subject.pass(ms));

  const order = async (
    store: OpenQuotaStore,
    wanted: number,
    changes: Partial<QuotaOrder> = {},
  ): Promise<QuotaReply> => {
    const nothing = { returned: 0, grant: undefined, untold: 0, made: 0, alone: 0, epoch: undefined };
    const reply = await watch.step(0, () => store.exchange({ wanted, ...nothing, ...changes }));
    if (reply === undefined) throw new Error('the store is away');
    return reply;
  };

  /** Lets time pass in which this process asks again and again, as every process does. */
  const live = async (store: OpenQuotaStore, ms: number, changes: Partial<QuotaOrder> = {}): Promise<void> => {
    for (let left = ms; left > 0; left -= beatMs) {
      await pass(Math.min(left, beatMs));
      await order(store, 0, changes);
    }
  };

  /** The two of a count that has grown up. */
  const openGrown = async () => {
    const stores = await subject.open();
    const { epoch } = await order(stores[0], 0);
    await live(stores[0], grownMs, { epoch });
    return { one: stores[0], other: stores[1], epoch };
  };

  describe(title, () => {
    test('grants nothing while it is an infant, and after that does', async () => {
      const [one, other] = await subject.open();
      expect(await order(one, 5)).toMatchObject({ granted: 0, isInfant: true });
      expect(await order(other, 5)).toMatchObject({ granted: 0, isInfant: true });
      await live(one, grownMs);
      expect(await order(other, 5)).toMatchObject({ granted: 5, isInfant: false, left: 95 });
    });

    test('grants all processes together what there is, and then nothing', async () => {
      const { one, other, epoch } = await openGrown();
      expect(await order(one, 60, { epoch })).toMatchObject({ granted: 60, left: 40 });
      expect(await order(other, 60, { epoch })).toMatchObject({ granted: 40, left: 0 });
      expect(await order(one, 60, { epoch })).toMatchObject({ granted: 0, left: 0 });
    });

    test('grants again what a window ago was granted', async () => {
      const { one, other, epoch } = await openGrown();
      await order(one, 100, { epoch });
      await live(one, 500, { epoch });
      expect(await order(other, 100, { epoch })).toMatchObject({ granted: 0 });
      await live(one, 760, { epoch });
      expect(await order(other, 100, { epoch })).toMatchObject({ granted: 100 });
    });

    test('takes back what was not used, once', async () => {
      const { one, other, epoch } = await openGrown();
      const { grant } = await order(one, 100, { epoch });
      expect(await order(one, 0, { epoch, returned: 30, grant })).toMatchObject({ left: 30 });
      expect(await order(other, 100, { epoch })).toMatchObject({ granted: 30 });
    });

    test('takes nothing back that it did not grant', async () => {
      const { one, epoch } = await openGrown();
      await order(one, 100, { epoch });
      expect(await order(one, 0, { epoch, returned: 30, grant: '1' })).toMatchObject({ left: 0 });
      expect(await order(one, 0, { epoch: 'another', returned: 30, grant: '1' })).toMatchObject({ left: 0 });
    });

    test('counts what was made without it, too', async () => {
      const { one, other, epoch } = await openGrown();
      expect(await order(one, 10, { epoch, untold: 70, made: 90 })).toMatchObject({ granted: 10, left: 20 });
      expect(await order(other, 100, { epoch })).toMatchObject({ granted: 20, left: 0 });
      expect(await order(one, 10, { epoch, untold: 70 })).toMatchObject({ granted: 0, left: 0 });
    });

    test('that lost its memory is an infant again, and counts all that was made', async () => {
      const { one, other, epoch } = await openGrown();
      await order(one, 100, { epoch });
      await subject.lose();
      const born = await order(one, 10, { epoch, untold: 0, made: 80 });
      expect(born).toMatchObject({ granted: 0, isInfant: true, left: 20 });
      expect(born.epoch).not.toBe(epoch);
      expect(await order(other, 10, { epoch, untold: 0, made: 15 })).toMatchObject({ granted: 0, left: 5 });
      await live(one, grownMs, { epoch: born.epoch });
      expect(await order(one, 10, { epoch: born.epoch, made: 80 })).toMatchObject({ granted: 5 });
    });

    test('keeps for each process what it may do alone, until it has come to be granted some', async () => {
      const [one, other] = await subject.open();
      const { epoch } = await order(one, 0, { alone: 70 });
      await order(other, 0, { epoch, alone: 10 });
      const infant = { epoch, alone: 70 };
      await live(one, contractInfancyMs - 150, infant);
      await pass(165);
      expect(await order(other, 100, { epoch, untold: 10 })).toMatchObject({ granted: 20, left: 0 });
      expect(await order(one, 100, { epoch, untold: 65 })).toMatchObject({ granted: 5, left: 0 });
    });

    test('is an infant again after nobody has reached it for a while, and forgets nothing', async () => {
      const { one, other, epoch } = await openGrown();
      await order(one, 50, { epoch });
      await pass(contractInfancyMs + 5);
      expect(await order(other, 5, { epoch })).toMatchObject({ granted: 0, isInfant: true, left: 50, epoch });
    });

    test('begins anew after nobody has reached it for a whole window, and counts what was made in that', async () => {
      const { one, other, epoch } = await openGrown();
      await order(one, 50, { epoch });
      await pass(contractTerms.windowMs + 2 * contractTerms.grantMs);
      const born = await order(other, 5, { epoch, untold: 70, made: 10 });
      expect(born).toMatchObject({ granted: 0, isInfant: true, left: 90 });
      expect(born.epoch).not.toBe(epoch);
    });

    test('knows how many processes ask', async () => {
      const { one, other, epoch } = await openGrown();
      expect((await order(one, 0, { epoch })).processes).toBe(1);
      expect((await order(other, 0, { epoch })).processes).toBe(2);
      expect((await order(one, 0, { epoch })).processes).toBe(2);
      await live(one, 280, { epoch });
      expect((await order(one, 0, { epoch })).processes).toBe(1);
    });

    test('tells everybody of a pause, until it is over, and of the longest one', async () => {
      const { one, other, epoch } = await openGrown();
      expect((await order(other, 0, { epoch })).pausedMs).toBe(0);
      await watch.step(0, () => one.pause(500));
      await watch.step(0, () => other.pause(100));
      const { pausedMs } = await order(other, 0, { epoch });
      expect(pausedMs).toBeGreaterThan(200);
      expect(pausedMs).toBeLessThanOrEqual(500);
      await live(one, 520, { epoch });
      expect((await order(other, 0, { epoch })).pausedMs).toBe(0);
    });
  });
}
