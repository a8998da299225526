import { peekVariables, watchReads } from '../../../src/express/shown-experience.js';
import type { Experience } from '../../../src/core/experience.js';

const hero: Experience = Object.freeze({
  key: 'home-hero',
  matched: true,
  variables: Object.freeze({ Title: 'Hello' }),
  source: 'network',
  reason: undefined,
  variationId: '2',
  context: Object.freeze({ cid: 'c1' }),
});

function watch(experience: Experience) {
  const read: string[] = [];
  return { shown: watchReads(experience, (key) => read.push(key)), read };
}

describe('a matched experience that is watched', () => {
  it('is what it was', () => {
    expect({ ...watch(hero).shown }).toEqual(hero);
  });

  it('has the same own properties, since views may read no others', () => {
    expect(Object.keys(watch(hero).shown).sort()).toEqual(Object.keys(hero).sort());
  });

  it('is frozen', () => {
    const { shown } = watch(hero);

    expect(Object.isFrozen(shown)).toBe(true);
    expect(() => Object.assign(shown, { variables: {} })).toThrow(TypeError);
  });

  it('tells when its variables are read', () => {
    const { shown, read } = watch(hero);
    expect(read).toEqual([]);

    expect(shown.variables.Title).toBe('Hello');
    expect(read).toEqual(['home-hero']);
  });

  it('tells when it is copied, listed or written as JSON, variables and all', () => {
    const { shown, read } = watch(hero);

    expect(JSON.parse(JSON.stringify(shown))).toMatchObject({ variables: { Title: 'Hello' } });
    expect(Object.values(shown)).toContainEqual({ Title: 'Hello' });
    expect(read).toEqual(['home-hero', 'home-hero']);
  });

  it('tells nothing where something else of it is read', () => {
    const { shown, read } = watch(hero);

    expect([shown.key, shown.matched, shown.source, shown.reason, shown.variationId, shown.context]).toBeDefined();
    expect(read).toEqual([]);
  });

  it('can be looked into without a word', () => {
    const { shown, read } = watch(hero);

    expect(peekVariables(shown)).toBe(hero.variables);
    expect(read).toEqual([]);
  });
});

it('a default is not watched', () => {
  const standIn: Experience = { ...hero, matched: false, source: 'default', reason: 'NOT_MATCHED' };

  expect(watch(standIn).shown).toBe(standIn);
  expect(peekVariables(standIn)).toBe(standIn.variables);
});
