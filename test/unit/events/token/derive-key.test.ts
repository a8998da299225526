import { inspect } from 'node:util';
import { Secret } from '../../../../src/core/secret.js';
import { deriveEventSecret, deriveKey } from '../../../../src/events/token/derive-key.js';

const apiKey = new Secret('the-api-key');

it('the secret made from an API key is the same in every process', () => {
  expect(deriveEventSecret(apiKey, 'WS_1').reveal()).toBe('79KjF0f4VDOiOm_N6D32giOitIgZe7pk7EZWJUlwsxE');
});

it('it neither is the API key nor holds it', () => {
  expect(deriveEventSecret(apiKey, 'WS_1').reveal()).not.toContain('the-api-key');
});

it('it is not shown where objects are printed', () => {
  const secret = deriveEventSecret(apiKey, 'WS_1');

  expect(inspect(secret, { depth: 9, showHidden: true }) + JSON.stringify(secret)).not.toContain(secret.reveal());
});

it('no two purposes, workspaces or secrets have one key', () => {
  const keys = [
    deriveKey(apiKey, 'a', 'b'),
    deriveKey(apiKey, 'b', 'a'),
    deriveKey(apiKey, 'a', 'bc'),
    deriveKey(apiKey, 'ab', 'c'),
    deriveKey(apiKey, 'a","b', ''),
    deriveKey(new Secret('another-api-key'), 'a', 'b'),
    Buffer.from(deriveEventSecret(apiKey, 'b').reveal(), 'base64url'),
    Buffer.from(deriveEventSecret(apiKey, 'a').reveal(), 'base64url'),
  ].map((key) => key.toString('hex'));

  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => key.length === 64)).toBe(true);
});
