import type { Keys } from '../../../src/client/fetch-chunks.js';
import type { DefaultReason } from '../../../src/core/experience.js';
import { defaultExperience, matchedExperience } from '../../../src/experiences/build-experience.js';
import { PageExperiences } from '../../../src/experiences/page-experiences.js';
import type { PagePorts } from '../../../src/experiences/page-experiences.js';
import type { Resolution } from '../../../src/experiences/show-answers.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { ignorant, ordinaryPage } from '../../support/page-ports.js';
import { createVisitor } from '../../support/visitor.js';

const standIn = (key: string, reason: DefaultReason) => defaultExperience(key, {}, reason);
const matched = (key: string) => matchedExperience({ key, variables: { Title: key }, context: {} }, {}, 'network');

/** A page that is answered at once, by the script. */
function setUp(
  answer: (keys: Keys) => Resolution | Promise<Resolution>,
  { configuredKeys = [], ...changes }: Partial<PagePorts> & { readonly configuredKeys?: readonly string[] } = {},
) {
  const asked: Keys[] = [];
  const reported: unknown[] = [];
  const page = new PageExperiences({
    clock: createFakeClock(),
    completeVisitor: () => Promise.resolve(createVisitor()),
    signal: () => new AbortController().signal,
    ...ordinaryPage,
    report: (thrown) => reported.push(thrown),
    resolver: {
      ...ignorant,
      standIn,
      configuredKeys,
      async resolve(_visitor, keys, { signal }) {
        expect(signal?.aborted).toBe(false);
        asked.push(keys);
        await Promise.resolve();
        return answer(keys);
      },
    },
    ...changes,
  });
  return { page, asked, reported, reasonOf: (key: string) => page.experience(key).reason };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const onlyA = (): Resolution => ({ experiences: [matched('a')], otherwise: 'NOT_MATCHED' });
const timedOut = (): Resolution => ({ experiences: [], otherwise: 'TIMEOUT' });

describe('everything', () => {
  it('is asked for without a key', async () => {
    const { page, asked } = setUp(onlyA);
    await page.ask('all', 500);
    expect(asked).toEqual(['all']);
  });

  it('is asked for once', async () => {
    const { page, asked } = setUp(onlyA);
    await Promise.all([page.ask('all', 500), page.ask('all', 500)]);
    await page.ask('all', 500);
    expect(asked).toEqual(['all']);
  });

  it('takes the keys of its tick along', async () => {
    const { page, asked, reasonOf } = setUp(onlyA);
    await Promise.all([page.ask(['a', 'b'], 500), page.ask('all', 500)]);
    expect(asked).toEqual(['all']);
    expect([reasonOf('a'), reasonOf('b')]).toEqual([undefined, 'NOT_MATCHED']);
  });

  it('resolves what the visitor matched', async () => {
    const { page } = setUp(onlyA);
    await page.ask('all', 500);
    expect(Object.keys(page.resolved)).toEqual(['a']);
  });

  it('asks for no further key, which has not matched', async () => {
    const { page, asked, reasonOf } = setUp(onlyA);
    await page.ask('all', 500);
    await page.ask(['a', 'b'], 500);
    expect([asked, reasonOf('b')]).toEqual([['all'], 'NOT_MATCHED']);
  });

  it('is what a further key waits for, which is pending meanwhile', async () => {
    const { page, asked, reasonOf } = setUp(onlyA);
    void page.ask('all', 500);
    await Promise.resolve();
    const wait = page.ask(['b'], 500);
    expect(reasonOf('b')).toBe('PENDING');
    await wait;
    expect([asked, reasonOf('b')]).toEqual([['all'], 'NOT_MATCHED']);
  });

  it('that could not be had says why for every key', async () => {
    const { page, reasonOf } = setUp(timedOut);
    await page.ask('all', 500);
    expect([reasonOf('a'), reasonOf('b')]).toEqual(['TIMEOUT', 'TIMEOUT']);
  });

  it('does not replace what came before', async () => {
    const { page } = setUp((keys) => ({ experiences: keys === 'all' ? [] : [matched('a')], otherwise: 'TIMEOUT' }));
    await page.ask(['a'], 500);
    await page.ask('all', 500);
    expect(page.experience('a').matched).toBe(true);
  });
});

describe('a key that is named beside everything', () => {
  const orders: readonly (readonly [string, (page: PageExperiences) => unknown])[] = [
    ['before it', (page) => [page.ask(['b'], 500), page.ask('all', 500)]],
    ['after it, in the same tick', (page) => [page.ask('all', 500), page.ask(['b'], 500)]],
    ['while it is under way', (page) => [page.ask('all', 500), Promise.resolve().then(() => page.ask(['b'], 500))]],
    ['once it is answered', async (page) => [await page.ask('all', 500), await page.ask(['b'], 500)]],
  ];

  it.each(orders)('%s is resolved, too', async (_, ask) => {
    const { page, asked } = setUp(onlyA);
    await ask(page);
    await turn();
    expect([asked, Object.keys(page.resolved), page.resolved.b?.reason]).toEqual([['all'], ['a', 'b'], 'NOT_MATCHED']);
  });

  it('a tick after another of its own goes with the answer of everything', async () => {
    const { page, asked } = setUp(onlyA);
    await page.ask(['c'], 500);
    await page.ask('all', 500);
    await page.ask(['b'], 500);
    expect([asked, Object.keys(page.resolved)]).toEqual([
      [['c'], 'all'],
      ['a', 'c', 'b'],
    ]);
  });
});

describe('a key that has defaults', () => {
  it('is resolved where everything was asked for', async () => {
    const { page } = setUp(onlyA, { configuredKeys: ['a', 'hero'] });
    await page.ask('all', 500);
    expect(Object.values(page.resolved).map(({ key, reason }) => [key, reason])).toEqual([
      ['a', undefined],
      ['hero', 'NOT_MATCHED'],
    ]);
  });

  it('is resolved where everything could not be had', async () => {
    const { page } = setUp(timedOut, { configuredKeys: ['hero'] });
    await page.ask('all', 500);
    expect(page.resolved.hero?.reason).toBe('TIMEOUT');
  });

  it('is not resolved where only others were asked for', async () => {
    const { page } = setUp(onlyA, { configuredKeys: ['hero'] });
    await page.ask(['a'], 500);
    expect(Object.keys(page.resolved)).toEqual(['a']);
  });
});

describe('a defect', () => {
  const broken: readonly (readonly [string, Partial<PagePorts>])[] = [
    [
      'a resolver that rejects',
      {
        resolver: {
          ...ignorant,
          standIn,
          resolve: () => Promise.reject(new Error('a defect')),
        },
      },
    ],
    ['a visitor that rejects', { completeVisitor: () => Promise.reject(new Error('a defect')) }],
    [
      'a visitor that throws',
      {
        completeVisitor: () => {
          throw new Error('a defect');
        },
      },
    ],
    [
      'a signal that throws',
      {
        signal: () => {
          throw new Error('a defect');
        },
      },
    ],
  ];

  it.each(broken)('%s makes defaults of the keys, and the page goes on', async (_, changes) => {
    const { page, reasonOf } = setUp(onlyA, changes);
    await expect(page.ask(['a', 'b'], 500)).resolves.toBeUndefined();
    expect([reasonOf('a'), reasonOf('b'), page.settled()]).toEqual(['INTERNAL_ERROR', 'INTERNAL_ERROR', undefined]);
  });

  it.each(broken)('%s makes defaults of everything, and the page goes on', async (_, changes) => {
    const { page, reasonOf } = setUp(onlyA, changes);
    await expect(page.ask('all', 500)).resolves.toBeUndefined();
    expect(reasonOf('a')).toBe('INTERNAL_ERROR');
  });

  it.each(broken)('%s is reported as it was thrown, once', async (_, changes) => {
    const { page, reported } = setUp(onlyA, changes);
    await page.ask(['a', 'b'], 500);
    expect(reported).toEqual([new Error('a defect')]);
  });

  it('is the only thing that is reported', async () => {
    const { page, reported } = setUp(timedOut);
    await page.ask(['a'], 500);
    expect(reported).toEqual([]);
  });

  it('that leaves a key out makes a default of it', async () => {
    const { page, reasonOf } = setUp(onlyA);
    await page.ask(['a', 'forgotten'], 500);
    expect(reasonOf('forgotten')).toBe('NOT_MATCHED');
  });
});
