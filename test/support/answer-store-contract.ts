import type { AnswerClaim, AnswerQuestion, OpenAnswerStore } from '../../src/core/answer-store.js';
import { createWatch, inTimeLimitMs } from './redis-in-time.js';

export interface AnswerStoreSubject {
  /** The same store as two processes see it, with nothing of earlier tests in it. */
  open(): Promise<readonly [OpenAnswerStore, OpenAnswerStore]>;
  /** Lets so many milliseconds go by. */
  pass(ms: number): Promise<void>;
}

/** Where time is not meant to pass, these are longer than any machine stands still. */
const question: AnswerQuestion = {
  group: 'somebody',
  isOwned: true,
  names: ['a', 'b'],
  claim: 'a and b',
  staleMs: 100_000,
  leaseMs: 500_000,
};

/** The life of a text that does not become stale. */
const longMs = 1_000_000;

/** The life of what is to end, in a test that first looks at it: two steps of that are in time. */
const shortMs = 300;

const nobodys: AnswerQuestion = { ...question, group: 'nobody', isOwned: false };

const kindOf = async (looked: ReturnType<OpenAnswerStore['look']>): Promise<string | undefined> =>
  (await looked)?.claim.kind;

async function claimOf<Kind extends AnswerClaim['kind']>(looked: ReturnType<OpenAnswerStore['look']>, kind: Kind) {
  const claim = (await looked)?.claim;
  if (claim?.kind !== kind) throw new Error(`the claim is ${claim?.kind}`);
  return claim as Extract<AnswerClaim, { kind: Kind }>;
}

/** Claims it and publishes both texts with this life. */
async function fill(store: OpenAnswerStore, lifeMs: number, asked = question, text = 'text'): Promise<void> {
  const { ticket } = await claimOf(store.look(asked), 'mine');
  await store.publish(asked, ticket, { texts: asked.names.map((name) => ({ name, text: text + name, lifeMs })) });
}

const textsOf = async (store: OpenAnswerStore, asked = question) =>
  (await store.look(asked))?.texts.map((each) => each?.text);

/** Holds of every store behind the port. */
export function describeAnswerStore(title: string, subject: AnswerStoreSubject): void {
  const watch = createWatch();
  /** For what has its short time, such as the second in which it is told why nothing came. */
  const timely = (name: string, work: () => Promise<void>): void => {
    it(name, () => watch.inTime(work), inTimeLimitMs);
  };
  const soon = <Value>(work: () => Promise<Value>): Promise<Value> => watch.step(shortMs / 3, work);

  describe(title, () => {
    describe.each([
      ['of somebody', question],
      ['of nobody', nobodys],
    ])('with texts %s', (_, asked) => {
      it('has nothing at first, and lets one who looks ask', async () => {
        const [one, other] = await subject.open();
        expect((await one.look(asked))?.texts).toEqual([undefined, undefined]);
        expect(await kindOf(one.look(asked))).toBe('theirs');
        expect(await kindOf(other.look(asked))).toBe('theirs');
      });

      it('shows everybody what was published, for as long as it lives, and lets nobody ask', async () => {
        const [one, other] = await subject.open();
        await fill(one, longMs, asked);
        const view = await other.look(asked);
        expect(view?.texts.map((each) => each?.text)).toEqual(['texta', 'textb']);
        const lefts = view?.texts.map((each) => each?.leftMs ?? 0) ?? [];
        expect(Math.max(...lefts)).toBeLessThanOrEqual(longMs);
        expect(Math.min(...lefts)).toBeGreaterThan(longMs / 2);
        expect(view?.claim.kind).toBe('none');
      });
    });

    it('keeps texts as they are, long ones and any letters', async () => {
      const [one, other] = await subject.open();
      const text = `größe \u{1f600} "'\\ \r\n `.repeat(10_000);
      await fill(one, longMs, question, text);
      expect(await textsOf(other)).toEqual([`${text}a`, `${text}b`]);
    });

    it('gives each text at the place of its name, and lets one ask for what is not there', async () => {
      const [one] = await subject.open();
      await fill(one, longMs);
      const more = { ...question, names: ['c', 'b', 'd', 'a'], claim: 'all' };
      const view = await one.look(more);
      expect(view?.texts.map((each) => each?.text)).toEqual([undefined, 'textb', undefined, 'texta']);
      expect(view?.claim.kind).toBe('mine');
    });

    it('drops a text at the end of its life', async () => {
      const [one] = await subject.open();
      await fill(one, 60);
      await subject.pass(80);
      expect(await textsOf(one)).toEqual([undefined, undefined]);
    });

    it('lets one ask for what is stale, and still shows it', async () => {
      const [one, other] = await subject.open();
      await fill(one, 90_000);
      const view = await other.look(question);
      expect(view?.texts.map((each) => each?.text)).toEqual(['texta', 'textb']);
      expect(view?.claim.kind).toBe('mine');
      expect(await kindOf(one.look(question))).toBe('theirs');
    });

    it('lets different questions be asked at once', async () => {
      const [one, other] = await subject.open();
      await one.look(question);
      expect(await kindOf(other.look({ ...question, claim: 'another' }))).toBe('mine');
      expect(await kindOf(other.look({ ...question, group: 'another' }))).toBe('mine');
    });

    describe('to who waits', () => {
      it('shows what came, however short it lives', async () => {
        const [one, other] = await subject.open();
        const { ticket } = await claimOf(one.look(question), 'mine');
        const { holder } = await claimOf(other.look(question), 'theirs');
        const texts = question.names.map((name) => ({ name, text: name, lifeMs: 50_000 }));
        await one.publish(question, ticket, { texts });
        const view = await other.look(question, holder);
        expect(view?.texts.map((each) => [each?.text, each?.isAwaited])).toEqual([
          ['a', true],
          ['b', true],
        ]);
        expect(view?.claim.kind).toBe('none');
      });

      timely('tells why nothing came, and lets the next one ask', async () => {
        const [one, other] = await subject.open();
        const { ticket } = await claimOf(one.look(question), 'mine');
        const { holder } = await claimOf(other.look(question), 'theirs');
        await soon(() => one.publish(question, ticket, { texts: [], failure: 'HTTP_ERROR 500' }));
        expect((await soon(() => other.look(question, holder)))?.claim).toEqual({
          kind: 'failed',
          note: 'HTTP_ERROR 500',
        });
        expect(await kindOf(one.look(question))).toBe('mine');
        expect(await kindOf(other.look(question, holder))).toBe('theirs');
      });

      it('gives the question where there is nothing to tell', async () => {
        const [one, other] = await subject.open();
        const { ticket } = await claimOf(one.look(question), 'mine');
        const { holder } = await claimOf(other.look(question), 'theirs');
        await one.publish(question, ticket, { texts: [] });
        expect(await kindOf(other.look(question, holder))).toBe('mine');
      });

      timely('gives the question of one who died', async () => {
        const [one, other] = await subject.open();
        await soon(() => one.look({ ...question, leaseMs: shortMs }));
        const { holder } = await soon(() => claimOf(other.look(question), 'theirs'));
        await watch.step(shortMs + 20, () => subject.pass(shortMs + 20));
        expect(await kindOf(other.look(question, holder))).toBe('mine');
        expect(await kindOf(one.look(question, holder))).toBe('theirs');
      });
    });

    it('keeps what comes too late, and leaves the question to who has it now', async () => {
      const [one, other] = await subject.open();
      const { ticket } = await claimOf(one.look({ ...question, leaseMs: 60 }), 'mine');
      await subject.pass(80);
      await claimOf(other.look(question), 'mine');
      await one.publish(question, ticket, { texts: [{ name: 'a', text: 'late', lifeMs: longMs }], failure: 'x' });
      const view = await one.look(question);
      expect(view?.texts.map((each) => each?.text)).toEqual(['late', undefined]);
      expect(view?.claim.kind).toBe('theirs');
    });

    describe('of whom is forgotten', () => {
      it('has nothing any more', async () => {
        const [one, other] = await subject.open();
        await fill(one, longMs);
        await fill(one, longMs, { ...question, group: 'another' });
        await other.forget('somebody');
        expect(await textsOf(one)).toEqual([undefined, undefined]);
        expect(await textsOf(one, { ...question, group: 'another' })).toEqual(['texta', 'textb']);
      });

      it('takes nothing that was asked for before', async () => {
        const [one, other] = await subject.open();
        const { ticket } = await claimOf(one.look(question), 'mine');
        await other.forget('somebody');
        await one.publish(question, ticket, { texts: [{ name: 'a', text: 'old', lifeMs: longMs }] });
        expect(await textsOf(other)).toEqual([undefined, undefined]);
      });

      it('takes what was asked for afterwards', async () => {
        const [one, other] = await subject.open();
        await fill(one, longMs);
        await other.forget('somebody');
        await fill(one, longMs, question, 'new');
        expect(await textsOf(other)).toEqual(['newa', 'newb']);
      });
    });
  });
}
