import { watchExperience } from '../../../src/express/shown-experience.js';
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
  const uses = { count: 0 };
  const watcher = {
    used: () => {
      uses.count += 1;
    },
    read: (key: string) => {
      read.push(key);
    },
  };
  return { shown: watchExperience(experience, watcher), read, uses };
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

  it.each(['matched', 'variationId', 'context'] as const)('tells that it is used, and not shown, by its %s', (name) => {
    const { shown, read, uses } = watch(hero);

    expect(shown[name]).toBe(hero[name]);
    expect([read, uses.count]).toEqual([[], 1]);
  });

  it.each(['key', 'source', 'reason'] as const)(
    "tells nothing where its %s is read, which is no visitor's own",
    (name) => {
      const { shown, read, uses } = watch(hero);

      expect(shown[name]).toBe(hero[name]);
      expect([read, uses.count]).toEqual([[], 0]);
    },
  );
});

it('a default is not watched', () => {
  const standIn: Experience = { ...hero, matched: false, source: 'default', reason: 'NOT_MATCHED' };

  expect(watch(standIn).shown).toBe(standIn);
});
