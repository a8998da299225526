import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeFetch } from '../../src/client/decode-fetch.js';
import { decodeMetadata } from '../../src/client/fetch-metadata.js';
import { parseRetryAfter } from '../../src/client/pause.js';
import { parseJson } from '../../src/core/json.js';
import { almost, isFrozenThroughout, jsonText, jsonTexts } from './arbitraries.js';
import { fuzz } from './fuzz.js';

const title = '{"value":"Hi","data_type":"string"}';
const answer = `{"experiences":{"hero":{"payload":{"Title":${title}},"experience_context":{"cid":"1"}},"strip":null},
  "failures":[{"reason":"USER_NOT_IN_SEGMENT","experienceKeys":["strip"]}]}`;
const metadata = `{"metadata":{"experiences":[{"experience_key":"hero","experience_name":"Hero","status":"Active"},
  {"experience_key":"strip","status":"Paused"}]}}`;

const answerNames = [
  ...['experiences', 'payload', 'experience_context', 'value', 'data_type'],
  ...['failures', 'reason', 'experienceKeys', 'hero'],
];
const answerText = jsonText(answerNames, [
  '"json"',
  '"number"',
  '"boolean"',
  '"{\\"a\\":[1]}"',
  '"[[[["',
  '" 1e3 "',
  title,
]);
const entryText = jsonText(['experience_key', 'experience_name', 'status'], ['"Active"', '"Paused"', '"hero"']);
const metadataText = fc.oneof(
  jsonText(['metadata', 'experiences'], [metadata]),
  fc.array(entryText).map((entries) => `{"metadata":{"experiences":[${entries.join(',')}]}}`),
);

describe('an answer of the API', () => {
  fuzz('is read whole, in part or not at all', jsonTexts(almost([answer]), answerText), (text) => {
    const decoded = decodeFetch(parseJson(text));
    if (decoded === undefined) return;
    for (const [key, experience] of decoded.experiences) {
      assert.equal(experience.key, key);
      assert.ok(isFrozenThroughout(experience));
      assert.ok(JSON.stringify(experience).length <= 6 * text.length + 100);
    }
    assert.ok(decoded.dropped.every(({ key }) => !decoded.experiences.has(key)));
    assert.ok(decoded.failures.every(({ reason }) => typeof reason === 'string'));
  });

  fuzz('of metadata lists experiences with a key and a status', jsonTexts(almost([metadata]), metadataText), (text) => {
    for (const { key, name, status } of decodeMetadata(parseJson(text)) ?? []) {
      assert.ok(typeof key === 'string' && typeof name === 'string');
      assert.ok(['Active', 'Paused', 'Scheduled'].includes(status));
    }
  });

  const now = Date.UTC(2026, 0, 1);
  const waits = ['120', '0', '-1', '1.5', 'Thu, 01 Jan 2026 00:01:00 GMT', '2026-01-01T00:01:00Z', '1767225660'];

  fuzz(
    'asks to wait for a second to five minutes, or nothing',
    fc.tuple(almost(waits), almost(waits)),
    ([after, reset]) => {
      for (const waitMs of [parseRetryAfter(after, reset, now), parseRetryAfter(undefined, reset, now)]) {
        assert.ok(waitMs === undefined || (waitMs >= 1_000 && waitMs <= 300_000));
      }
    },
  );
});
