import { hasMethods } from '../../../src/core/has-methods.js';

describe('hasMethods', () => {
  const parent: object = { warn: () => undefined };
  const heir: unknown = Object.create(parent);

  it.each([
    ['an object with them', { warn: () => undefined, error: () => undefined }, ['warn', 'error'], true],
    ['a function with them', Object.assign(() => undefined, { request: () => undefined }), ['request'], true],
    ['an object that inherits them', heir, ['warn'], true],
    ['an object that lacks one', { warn: () => undefined }, ['warn', 'error'], false],
    ['an object where one is no function', { warn: true }, ['warn'], false],
    ['an array', [], ['push'], false],
    ['null', null, ['warn'], false],
    ['a string', 'text', ['trim'], false],
    ['undefined', undefined, [], false],
  ])('of %s', (_, value, names, expected) => {
    expect(hasMethods(value, ...names)).toBe(expected);
  });
});
