import { startSeconds } from './event-store-ports.js';
import { describeBounds } from './event-store-bounds.js';
import { bytesOf, click, customersOf, everything, named, openFrom, track } from './event-store-subject.js';
import type { ContractSubject } from './event-store-subject.js';

/** Holds of every store behind the port. */
export function describeEventStore(title: string, subject: ContractSubject): void {
  describe(title, () => {
    const open = openFrom(subject);

    describe('hands out', () => {
      it('nothing where nothing was added', async () => {
        const { store } = await open();
        expect(await store.take(everything)).toEqual([]);
        expect([store.pending, store.oldestSeconds]).toEqual([0, undefined]);
      });

      it('the events as they were added, in order, whatever their kind', async () => {
        const made = await open();
        const events = [named('a'), click('b'), named('a'), click('a'), named('c')];
        await track(made, ...events);
        expect(await made.store.take(everything)).toEqual(events);
      });

      it('no event twice, and the next ones next', async () => {
        const made = await open();
        await track(made, named('a'), named('b'), named('c'));
        const batches = [await made.store.take({ ...everything, maxUsers: 2 }), await made.store.take(everything)];
        expect(batches.map(customersOf)).toEqual([['a', 'b'], ['c']]);
        expect(await made.store.take(everything)).toEqual([]);
      });

      it('many events of few customers', async () => {
        const made = await open();
        await track(made, named('a'), named('b'), named('a'), named('b'), named('c'), named('a'));
        expect(customersOf(await made.store.take({ ...everything, maxUsers: 2 }))).toEqual(['a', 'b', 'a', 'b']);
      });

      it.each([
        ['that fit', 2, ['a', 'b']],
        ['but always one', 0.1, ['a']],
      ])('as many bytes as are allowed: those %s', async (_case, share, expected) => {
        const made = await open();
        const [first, ...others] = [named('a'), named('b'), named('c')] as const;
        await track(made, first, ...others);
        expect(customersOf(await made.store.take({ ...everything, maxBytes: share * bytesOf(first) }))).toEqual(
          expected,
        );
      });
    });

    describe('keeps events pending', () => {
      it('until they are settled, those handed out included', async () => {
        const made = await open();
        await track(made, named('a'), named('b'));
        const taken = await made.store.take(everything);
        expect(made.store.pending).toBe(2);
        made.store.settle(taken, 'done');
        expect(made.store.pending).toBe(0);
      });

      it('once each, however often they are settled', async () => {
        const made = await open();
        await track(made, named('a'), named('b'));
        const taken = await made.store.take({ ...everything, maxUsers: 1 });
        made.store.settle(taken, 'done');
        made.store.settle(taken, 'again');
        expect([made.store.pending, customersOf(await made.store.take(everything))]).toEqual([1, ['b']]);
      });

      it('that were never handed out, whoever settles them', async () => {
        const made = await open();
        const event = named('a');
        await track(made, event);
        made.store.settle([event, named('stranger')], 'done');
        expect(made.store.pending).toBe(1);
      });

      it('twice where they were added twice', async () => {
        const made = await open();
        const event = named('a');
        await track(made, event, event);
        const taken = await made.store.take(everything);
        expect(taken).toEqual([event, event]);
        made.store.settle(taken, 'done');
        expect(made.store.pending).toBe(0);
      });

      it('and tells the time of the oldest', async () => {
        const made = await open();
        await track(made, named('a', { timeSeconds: startSeconds - 5 }), named('b', { timeSeconds: startSeconds - 9 }));
        await made.store.take({ ...everything, maxUsers: 1 });
        expect(made.store.oldestSeconds).toBe(startSeconds - 9);
      });
    });

    describe('takes back', () => {
      it('events in front of those that came later', async () => {
        const made = await open();
        await track(made, named('a'), click('b'), named('c'));
        const taken = await made.store.take({ ...everything, maxUsers: 2 });
        await track(made, named('d'));
        made.store.settle(taken, 'again');
        expect(customersOf(await made.store.take(everything))).toEqual(['a', 'b', 'c', 'd']);
      });

      it('several batches in any order, and none of it is lost', async () => {
        const made = await open();
        await track(made, named('a'), named('b'), named('c'), named('d'));
        const first = await made.store.take({ ...everything, maxUsers: 1 });
        const second = await made.store.take({ ...everything, maxUsers: 2 });
        made.store.settle(second.toReversed(), 'again');
        made.store.settle(first, 'again');
        expect(customersOf(await made.store.take(everything))).toEqual(['a', 'b', 'c', 'd']);
      });

      it('the very event: the same UUID and time on every attempt', async () => {
        const made = await open();
        const event = named('a');
        await track(made, event);
        made.store.settle(await made.store.take(everything), 'again');
        expect(await made.store.take(everything)).toEqual([event]);
      });
    });

    describeBounds(subject, open);

    describe('forgets', () => {
      it('the events of one customer and no other', async () => {
        const made = await open();
        await track(made, named('a'), named('b'), click('a'));
        expect(await made.store.forget('a')).toBe(2);
        expect(customersOf(await made.store.take(everything))).toEqual(['b']);
        expect(made.ports.drops).toEqual({ FORGOTTEN: 2 });
      });

      it('events that are handed out when they come back', async () => {
        const made = await open();
        await track(made, named('a'), named('b'));
        const taken = await made.store.take(everything);
        await made.store.forget('a');
        expect([made.store.pending, made.ports.drops]).toEqual([2, {}]);
        made.store.settle(taken, 'again');
        expect(customersOf(await made.store.take(everything))).toEqual(['b']);
        expect(made.ports.drops).toEqual({ FORGOTTEN: 1 });
      });

      it('no event that was delivered meanwhile', async () => {
        const made = await open();
        await track(made, named('a'));
        const taken = await made.store.take(everything);
        await made.store.forget('a');
        made.store.settle(taken, 'done');
        expect([made.store.pending, made.ports.drops]).toEqual([0, {}]);
      });

      it('nothing of what the customer does afterwards', async () => {
        const made = await open();
        await made.store.forget('a');
        await track(made, named('a'));
        expect(customersOf(await made.store.take(everything))).toEqual(['a']);
      });
    });

    it('can be closed twice, and waits for nothing from then on', async () => {
      const made = await open();
      await track(made, named('a'));
      await made.store.close();
      await made.store.close();
      expect(made.ports.clock.pendingTimers).toBe(0);
    });
  });
}
