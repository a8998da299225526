import type { VisitorContext } from '../../../src/core/visitor-context.js';
import type { DefaultReason } from '../../../src/core/experience.js';
import { defaultExperience, matchedExperience } from '../../../src/experiences/build-experience.js';
import { PageExperiences } from '../../../src/experiences/page-experiences.js';
import type { PagePorts } from '../../../src/experiences/page-experiences.js';
import type { Resolution } from '../../../src/experiences/show-answers.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { ignorant, ordinaryPage } from '../../support/page-ports.js';
import { createVisitor } from '../../support/visitor.js';

const standIn = (key: string, reason: DefaultReason) => defaultExperience(key, {}, reason);

function openPage(ports: Pick<PagePorts, 'resolver' | 'completeVisitor'> & Partial<PagePorts>) {
  const { signal } = new AbortController();
  const clock = createFakeClock({ monotonic: 1_000 });
  return {
    page: new PageExperiences({
      clock,
      signal: () => signal,
      ...ordinaryPage,
      ...ports,
    }),
  };
}

describe('what is known without asking', () => {
  const known = (key: string) => matchedExperience({ key, variables: { Title: key }, context: {} }, {}, 'cache');
  const resolverKnowing = (...keys: readonly string[]) => {
    const resolve = jest.fn(() => Promise.resolve<Resolution>({ experiences: [], otherwise: 'NOT_MATCHED' }));
    const resolveKnown = jest.fn((_visitor: VisitorContext, asked: readonly string[]) =>
      asked.filter((key) => keys.includes(key)).map(known),
    );
    return { ...ignorant, resolve, resolveKnown, standIn };
  };

  it('is there at once, with nothing to wait for', () => {
    const resolver = resolverKnowing('a', 'b');
    const { page } = openPage({ resolver, completeVisitor: () => createVisitor() });
    expect(page.ask(['a', 'b'], 500)).toBeUndefined();
    expect(Object.keys(page.resolved)).toEqual(['a', 'b']);
    expect(page.settled()).toBeUndefined();
    expect(resolver.resolve).not.toHaveBeenCalled();
  });

  it('is not asked for along with the rest', async () => {
    const resolver = resolverKnowing('a');
    const { page } = openPage({ resolver, completeVisitor: () => createVisitor() });
    await page.ask(['a', 'b'], 500);
    expect(resolver.resolve.mock.calls).toMatchObject([[{}, ['b'], {}]]);
    expect([page.experience('a').source, page.experience('b').reason]).toEqual(['cache', 'NOT_MATCHED']);
  });

  it('waits for a visitor who is not known at once', async () => {
    const resolver = resolverKnowing('a');
    const { page } = openPage({ resolver, completeVisitor: () => Promise.resolve(createVisitor()) });
    await page.ask(['a'], 500);
    expect(resolver.resolveKnown).not.toHaveBeenCalled();
    expect(resolver.resolve).toHaveBeenCalledTimes(1);
  });

  it('is not looked for again while it is being asked for', async () => {
    const resolver = resolverKnowing();
    const { page } = openPage({ resolver, completeVisitor: () => createVisitor() });
    const first = page.ask(['a'], 500);
    void page.ask(['a', 'b'], 500);
    await first;
    expect(resolver.resolveKnown.mock.calls.map(([, keys]) => keys)).toEqual([['a'], ['b']]);
  });

  it('costs nothing but itself where it fails', async () => {
    const report = jest.fn();
    const resolver = resolverKnowing('a');
    resolver.resolveKnown.mockImplementation(() => {
      throw new Error('a defect');
    });
    const { page } = openPage({ resolver, report, completeVisitor: () => createVisitor() });
    await page.ask(['a'], 500);
    expect(page.experience('a').reason).toBe('NOT_MATCHED');
    expect(report).toHaveBeenCalledTimes(1);
  });
});

describe('a page that must not be asked for', () => {
  const resolverRefusing = () => ({
    ...ignorant,
    standIn,
    configuredKeys: ['configured'],
    refuse: jest.fn((keys: readonly string[], reason: DefaultReason) => keys.map((key) => standIn(key, reason))),
    resolve: jest.fn(() => Promise.resolve<Resolution>({ experiences: [], otherwise: 'NOT_MATCHED' })),
  });
  const openRefused = (resolver: ReturnType<typeof resolverRefusing>) =>
    openPage({
      resolver,
      refusal: () => 'BOT',
      completeVisitor: () => {
        throw new Error('nobody has to be known');
      },
    });

  it('has its defaults at once, each refused once', () => {
    const resolver = resolverRefusing();
    const { page } = openRefused(resolver);

    expect([page.ask(['a', 'b'], 500), page.ask(['b', 'c'], 500), page.settled()]).toEqual(Array(3).fill(undefined));
    expect(Object.values(page.resolved).map(({ key, reason }) => [key, reason])).toEqual([
      ['a', 'BOT'],
      ['b', 'BOT'],
      ['c', 'BOT'],
    ]);
    expect(resolver.refuse.mock.calls).toEqual([
      [['a', 'b'], 'BOT'],
      [['c'], 'BOT'],
    ]);
    expect(resolver.resolve).not.toHaveBeenCalled();
    expect(page.experience('d').reason).toBe('NOT_REQUESTED');
  });

  it('has for everything what is configured, and says of the rest why it is not there', () => {
    const { page } = openRefused(resolverRefusing());

    expect(page.ask('all', 500)).toBeUndefined();
    expect(Object.keys(page.resolved)).toEqual(['configured']);
    expect(page.experience('other').reason).toBe('BOT');
  });
});
