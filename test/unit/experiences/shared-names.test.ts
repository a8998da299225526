import { createNameMaker } from '../../../src/experiences/shared-names.js';

const key = Buffer.alloc(32, 7);
const maker = createNameMaker(key, ['identity', 'hourOfDay']);
const names = (visitor: string, owner: string | undefined, ...keys: readonly string[]) =>
  maker.namesOf(visitor, owner, keys);

it('names are the same in every process', () => {
  const other = createNameMaker(Buffer.alloc(32, 7), ['identity', 'hourOfDay']);
  expect(other.namesOf('v', 'o', ['a'])).toEqual(names('v', 'o', 'a'));
});

it('no two visitors, keys, questions, settings or secrets have a name in common', () => {
  const made = [
    names('v', 'o', 'a', 'b'),
    names('w', 'o', 'c', 'b'),
    names('v', undefined, 'ab'),
    createNameMaker(key, ['identity']).namesOf('v', 'p', ['a', 'b']),
    createNameMaker(Buffer.alloc(32, 8), ['identity', 'hourOfDay']).namesOf('v', 'o', ['a', 'b']),
  ].flatMap((each) => [...each.names, each.claim]);
  expect(new Set(made).size).toBe(made.length);
});

it('keys in any order are one question', () => {
  expect(names('v', 'o', 'b', 'a').claim).toBe(names('v', 'o', 'a', 'b').claim);
});

it('all of a customer is one group, whatever else the visit is like', () => {
  expect(names('v', 'o', 'a').group).toBe(names('w', 'o', 'b').group);
  expect(names('v', 'o', 'a').group).toBe(maker.groupOf('o'));
  expect(names('v', 'p', 'a').group).not.toBe(maker.groupOf('o'));
});

it.each([
  ['an anonymous visitor', maker, undefined],
  ['anybody where it does not matter who it is', createNameMaker(key, ['device']), 'o'],
])('what is for %s is nobody’s', (_, some, owner) => {
  const made = some.namesOf('v', owner, ['a']);
  expect([made.isOwned, made.group === some.groupOf('o')]).toEqual([false, false]);
});

it('a name holds nothing of what it stands for', () => {
  expect(JSON.stringify(names('visitor-digest', 'customer-1', 'home-hero'))).not.toMatch(/visitor|customer|hero/);
});
