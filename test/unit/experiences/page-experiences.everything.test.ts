import type { Keys } from '../../../src/client/fetch-chunks.js';
import type { DefaultReason } from '../../../src/core/experience.js';
import { defaultExperience, matchedExperience } from '../../../src/experiences/build-experience.js';
import { PageExperiences } from '../../../src/experiences/page-experiences.js';
import type { PagePorts } from '../../../src/experiences/page-experiences.js';
import type { Resolution } from '../../../src/experiences/resolver.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';

const standIn = (key: string, reason: DefaultReason) => defaultExperience(key, {}, reason);
const matched = (key: string) => matchedExperience({ key, variables: { Title: key }, context: {} }, {});

/** A page that is answered at once, by the script. */
function setUp(answer: (keys: Keys) => Resolution | Promise<Resolution>, changes: Partial<PagePorts> = {}) {
  const asked: Keys[] = [];
  const page = new PageExperiences({
    clock: createFakeClock(),
    visitor: () => Promise.resolve(createVisitor()),
    signal: () => new AbortController().signal,
    resolver: {
      standIn,
      async resolve(_visitor, keys) {
        asked.push(keys);
        await Promise.resolve();
        return answer(keys);
      },
    },
    ...changes,
  });
  return { page, asked, reasonOf: (key: string) => page.experience(key).reason };
}

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

describe('a defect', () => {
  const broken: readonly (readonly [string, Partial<PagePorts>])[] = [
    ['a resolver that rejects', { resolver: { standIn, resolve: () => Promise.reject(new Error('a defect')) } }],
    ['a visitor that rejects', { visitor: () => Promise.reject(new Error('a defect')) }],
    [
      'a visitor that throws',
      {
        visitor: () => {
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

  it('that leaves a key out makes a default of it', async () => {
    const { page, reasonOf } = setUp(onlyA);
    await page.ask(['a', 'forgotten'], 500);
    expect(reasonOf('forgotten')).toBe('NOT_MATCHED');
  });
});
