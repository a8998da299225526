import { format, inspect } from 'node:util';
import { Secret } from '../../../src/core/secret.js';

describe('a secret', () => {
  const secret = new Secret('canary-5f1c');

  it('is revealed where it is asked for', () => {
    expect(secret.reveal()).toBe('canary-5f1c');
  });

  it.each([
    ['inspect', inspect(secret, { depth: Infinity, showHidden: true, getters: true })],
    ['JSON.stringify', JSON.stringify({ secret })],
    ['a template', format('%s', secret)],
    ['a spread', JSON.stringify(Object.assign({}, secret))],
    ['its own property names', JSON.stringify(Reflect.ownKeys(secret))],
    ['structuredClone', inspect(structuredClone({ secret }))],
  ])('is not shown by %s', (_, shown) => {
    expect(shown).not.toContain('canary');
  });
});
