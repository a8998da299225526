import { startSeconds } from './event-store-ports.js';
import { bytesOf, click, customersOf, everything, named, track } from './event-store-subject.js';
import type { ContractSubject } from './event-store-subject.js';

/** The part of the contract that tells what a store drops, and when. */
export function describeBounds({ lifetimeMs }: ContractSubject, open: ContractSubject['open']): void {
  describe('that is full drops', () => {
    it('the oldest impressions', async () => {
      const made = await open({ maxEvents: 2 });
      await track(made, named('a'), named('b'), named('c'), named('d'));
      expect(customersOf(await made.store.take(everything))).toEqual(['c', 'd']);
      expect(made.ports.drops).toEqual({ QUEUE_FULL: 2 });
    });

    it('impressions before any click, however old', async () => {
      const made = await open({ maxEvents: 2 });
      await track(made, click('a'), named('b'), click('c'));
      expect(customersOf(await made.store.take(everything))).toEqual(['a', 'c']);
    });

    it('the oldest click where there are only clicks', async () => {
      const made = await open({ maxEvents: 2 });
      await track(made, click('a'), click('b'), click('c'));
      expect(customersOf(await made.store.take(everything))).toEqual(['b', 'c']);
    });

    it('an impression that comes where there are only clicks', async () => {
      const made = await open({ maxEvents: 2 });
      await track(made, click('a'), click('b'), named('c'));
      expect(customersOf(await made.store.take(everything))).toEqual(['a', 'b']);
      expect(made.ports.drops).toEqual({ QUEUE_FULL: 1 });
    });

    it('nothing that is handed out', async () => {
      const made = await open({ maxEvents: 2 });
      await track(made, named('a'), named('b'));
      const taken = await made.store.take(everything);
      await track(made, click('c'));
      expect([made.store.pending, made.ports.drops]).toEqual([2, { QUEUE_FULL: 1 }]);
      made.store.settle(taken, 'again');
      expect(customersOf(await made.store.take(everything))).toEqual(['a', 'b']);
    });

    it('by bytes as well', async () => {
      const made = await open({ maxBytes: 2 * bytesOf(named('a')) });
      await track(made, named('a'), named('b'), named('c'));
      expect(customersOf(await made.store.take(everything))).toEqual(['b', 'c']);
    });

    it('an event that is larger than all it may hold, and nothing else for it', async () => {
      const made = await open({ maxBytes: 1_000 });
      await track(made, named('a'), named('b', { kind: 'click', attributes: { text: 'é'.repeat(500) } }));
      expect(customersOf(await made.store.take(everything))).toEqual(['a']);
      expect(made.ports.drops).toEqual({ QUEUE_FULL: 1 });
    });
  });

  describe('lets events grow old', () => {
    it.each([
      ['a moment less than its lifetime is sent', -1, 1, {}],
      ['its lifetime is dropped', 0, 0, { EXPIRED: 1 }],
    ])('one that waited for %s', async (_case, moreMs, left, drops) => {
      const made = await open();
      await track(made, named('a'));
      made.ports.clock.stall(lifetimeMs + moreMs);
      expect(await made.store.take(everything)).toHaveLength(left);
      expect(made.ports.drops).toEqual(drops);
    });

    it('as old as they were when they came', async () => {
      const made = await open();
      await track(made, named('a', { timeSeconds: startSeconds - 60 }));
      made.ports.clock.stall(lifetimeMs - 60_000);
      await track(made, named('b'));
      expect([made.store.pending, made.ports.drops]).toEqual([1, { EXPIRED: 1 }]);
    });

    it('and drops at once what comes too old', async () => {
      const made = await open();
      await track(made, named('a', { timeSeconds: startSeconds - lifetimeMs / 1_000 }));
      expect([made.store.pending, made.ports.drops]).toEqual([0, { EXPIRED: 1 }]);
    });

    it('in no longer time when they come from the future', async () => {
      const made = await open();
      await track(made, named('a', { timeSeconds: startSeconds + 60 }));
      made.ports.clock.stall(lifetimeMs);
      expect(await made.store.take(everything)).toEqual([]);
    });

    it('while they are handed out, too', async () => {
      const made = await open();
      await track(made, named('a'));
      const taken = await made.store.take(everything);
      made.ports.clock.stall(lifetimeMs);
      made.store.settle(taken, 'again');
      expect(await made.store.take(everything)).toEqual([]);
      expect([made.store.pending, made.ports.drops]).toEqual([0, { EXPIRED: 1 }]);
    });

    it.each([
      ['forward', 10 * 365 * 86_400_000],
      ['back', -10 * 365 * 86_400_000],
    ])('but not by a step of the wall clock %s', async (_case, stepMs) => {
      const made = await open();
      await track(made, named('a'));
      made.ports.clock.setNow(made.ports.clock.now() + stepMs);
      await track(made, named('b', { timeSeconds: Math.floor(made.ports.clock.now() / 1_000) }));
      expect(customersOf(await made.store.take(everything))).toEqual(['a', 'b']);
      expect(made.ports.drops).toEqual({});
    });
  });
}
