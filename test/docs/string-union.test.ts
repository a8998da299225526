import { readStringUnion } from './string-union.js';

it('a union is read with those that it names', () => {
  const source = "type Far = 'b' | 'c';\nexport type Near = 'a' | Far;\ntype Other = 'd';";

  expect(readStringUnion(source, 'Near')).toEqual(['a', 'b', 'c']);
});
