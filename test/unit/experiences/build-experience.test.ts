import type { FetchedExperience } from '../../../src/client/decode-fetch.js';
import { defaultExperience, defaultsFor, matchedExperience } from '../../../src/experiences/build-experience.js';
import { parseDefaults } from '../../../src/config/defaults-option.js';

const defaults = parseDefaults({ 'home-hero': { Title: 'Welcome', Image: '/a.jpg' } });
const heroDefaults = defaultsFor(defaults, 'home-hero');

function fetched(variables: FetchedExperience['variables'], context: FetchedExperience['context'] = {}) {
  return { key: 'home-hero', variables, context };
}

describe('the defaults of a key', () => {
  it('are those that were configured', () => {
    expect({ ...heroDefaults }).toEqual({ Title: 'Welcome', Image: '/a.jpg' });
  });

  it.each(['other', 'constructor', '__proto__', 'toString'])('are empty and frozen for %s, which has none', (key) => {
    const none = defaultsFor(defaults, key);
    expect(Object.keys(none)).toEqual([]);
    expect(Object.isFrozen(none)).toBe(true);
    expect(none.constructor).toBeUndefined();
  });
});

describe('a default experience', () => {
  const experience = defaultExperience('home-hero', heroDefaults, 'TIMEOUT');

  it('says that it stands in, and why', () => {
    expect(experience).toEqual({
      key: 'home-hero',
      matched: false,
      variables: heroDefaults,
      source: 'default',
      reason: 'TIMEOUT',
      variationId: undefined,
      context: undefined,
    });
  });

  it('is frozen', () => {
    expect([experience, experience.variables].every((part) => Object.isFrozen(part))).toBe(true);
  });
});

describe('a matched experience', () => {
  it('says what came, and from where', () => {
    const context = { cid: '1', moe_variation_id: '2' };
    expect(matchedExperience(fetched({ Title: 'Hi' }, context), heroDefaults, 'network')).toEqual({
      key: 'home-hero',
      matched: true,
      variables: { Title: 'Hi', Image: '/a.jpg' },
      source: 'network',
      reason: undefined,
      variationId: '2',
      context,
    });
  });

  it.each(['network', 'cache', 'stale'] as const)('may come from the %s', (source) => {
    expect(matchedExperience(fetched({ Title: 'Hi' }), heroDefaults, source).source).toBe(source);
  });

  it('has the defaults under its variables', () => {
    const { variables } = matchedExperience(fetched({ Title: 'Hi', New: 1 }), heroDefaults, 'network');
    expect(Object.entries(variables)).toEqual([
      ['Title', 'Hi'],
      ['Image', '/a.jpg'],
      ['New', 1],
    ]);
  });

  it('has its own variables alone where its key has no defaults', () => {
    const variables = Object.freeze({ Title: 'Hi' });
    expect(matchedExperience(fetched(variables), defaultsFor(defaults, 'other'), 'network').variables).toBe(variables);
  });

  it('lets the default show through a null', () => {
    expect(matchedExperience(fetched({ Title: null }), heroDefaults, 'network').variables.Title).toBe('Welcome');
  });

  it('keeps a null that has no default', () => {
    expect(matchedExperience(fetched({ Other: null }), heroDefaults, 'network').variables.Other).toBeNull();
  });

  it.each([[''], [0], [false], [[]]])('does not let the default show through %j', (value) => {
    expect(matchedExperience(fetched({ Title: value }), heroDefaults, 'network').variables.Title).toBe(value);
  });

  it('has no inherited variables', () => {
    const { variables } = matchedExperience(fetched({ Title: 'Hi' }), heroDefaults, 'network');
    expect([variables.constructor, variables.__proto__]).toEqual([undefined, undefined]);
  });

  it('is frozen, and leaves the defaults as they were', () => {
    const experience = matchedExperience(fetched({ Title: 'Hi' }), heroDefaults, 'network');
    expect([experience, experience.variables].every((part) => Object.isFrozen(part))).toBe(true);
    expect(heroDefaults.Title).toBe('Welcome');
  });

  it.each([
    ['2', '2'],
    [2, '2'],
    [0, '0'],
    ['', ''],
    [null, undefined],
    [true, undefined],
    [{ id: 1 }, undefined],
    [['2'], undefined],
  ])('takes the variation id %j for %j', (id, expected) => {
    expect(
      matchedExperience(fetched({ Title: 'Hi' }, { moe_variation_id: id }), heroDefaults, 'network').variationId,
    ).toBe(expected);
  });

  it('has no variation id where the context has none', () => {
    expect(matchedExperience(fetched({ Title: 'Hi' }), heroDefaults, 'network').variationId).toBeUndefined();
  });
});
