import { z } from 'zod';

import { breachesOf, joinPath, oneOf, strictObject } from '../../../src/emulator/schema-rules.js';

function messagesOf(schema: z.ZodType, input: unknown): readonly string[] {
  const { error } = schema.safeParse(input);
  return error === undefined ? [] : breachesOf(error, input).map(({ problem }) => problem.message);
}

describe('joinPath', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 0, 'b', 1], 'a[0].b[1]'],
    [[0, 'a'], '[0].a'],
  ])('joins %j', (path, joined) => {
    expect(joinPath(path)).toBe(joined);
  });
});

describe('breachesOf', () => {
  const schema = strictObject({ name: z.string(), kind: oneOf(['one', 'two']).optional() });

  it.each([
    [{}, ['is missing: must be of type string']],
    [{ name: 5 }, ['must be of type string; received 5']],
    [{ name: ['a'] }, ['must be of type string; received a list of 1']],
    [{ name: {} }, ['must be of type string; received an object']],
    [{ name: null }, ['must be of type string; received null']],
    [{ name: 'a', kind: 'tow' }, ['must be one of one, two; did you mean two?; received "tow"']],
    [{ name: 'a', nmae: 'b' }, ['there is no "nmae": did you mean name?']],
  ])('describes %j', (input, messages) => {
    expect(messagesOf(schema, input)).toEqual(messages);
  });

  it('points at the unknown name itself, so that its line can be found', () => {
    const input = { name: 'a', other: 1 };
    const { error } = schema.safeParse(input);

    expect(error && breachesOf(error, input)[0]?.path).toEqual(['other']);
  });
});
