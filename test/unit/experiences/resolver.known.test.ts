import { parseDefaults } from '../../../src/config/defaults-option.js';
import { createCounters } from '../../../src/core/counters.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import type { KnownFor } from '../../../src/experiences/known-answers.js';
import { createResolver } from '../../../src/experiences/resolver.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';

function setUpKnowing(known: ReturnType<KnownFor>) {
  const clock = createFakeClock();
  const counters = createCounters();
  const ask = jest.fn(() => Promise.resolve([]));
  const defaults = parseDefaults({ hero: { Title: 'Welcome', Cta: 'Shop' } });
  const warnings = createWarnings(silentLogger, clock);
  return { counters, ask, resolver: createResolver(defaults, { ask, known: () => known, warnings, counters, clock }) };
}

describe('what is known without asking', () => {
  const fetchedHero = { key: 'hero', variables: { Title: 'Hi' }, context: {} };

  it('comes at once, over the defaults, and is counted', () => {
    const { resolver, counters, ask } = setUpKnowing((key) => {
      if (key === 'hero') return { kind: 'answered', fetched: fetchedHero, source: 'cache' };
      if (key === 'none') return { kind: 'answered', fetched: undefined, source: 'stale' };
      return key === 'shut' ? { kind: 'unanswered', reason: 'BREAKER_OPEN' } : undefined;
    });
    expect(resolver.resolveKnown(createVisitor(), ['hero', 'none', 'shut', 'other'])).toMatchObject([
      { key: 'hero', source: 'cache', variables: { Title: 'Hi', Cta: 'Shop' } },
      { key: 'none', source: 'default', reason: 'NOT_MATCHED' },
      { key: 'shut', source: 'default', reason: 'BREAKER_OPEN' },
    ]);
    expect(counters.defaults).toEqual({ NOT_MATCHED: 1, BREAKER_OPEN: 1 });
    expect(ask).not.toHaveBeenCalled();
  });

  it('is made once of a cached answer, and anew of an older one', () => {
    let source: 'cache' | 'stale' = 'cache';
    const { resolver } = setUpKnowing(() => ({ kind: 'answered', fetched: fetchedHero, source }));
    const show = () => resolver.resolveKnown(createVisitor(), ['hero'])[0];
    expect(show()).toBe(show());
    source = 'stale';
    expect(show()).toMatchObject({ source: 'stale' });
  });
});
