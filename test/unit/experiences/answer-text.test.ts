import { decodeFetch } from '../../../src/client/decode-fetch.js';
import { readAnswer, writeAnswer } from '../../../src/experiences/answer-text.js';

const payload = {
  Title: 'größe',
  Looks: { value: { value: 'inner', data_type: 'string' } },
  Bare: { value: { a: [1, null, true] } },
  Number: { value: '7', data_type: 'number' },
  Text: { value: '7', data_type: 'string' },
  Offers: { value: [{ offering_context: {} }] },
};
const answer = { experiences: { hero: { payload, experience_context: { cid: '1', deep: { x: 1 } } } } };
const experience = decodeFetch(answer)?.experiences.get('hero');

it('an answer is read as it was written', () => {
  expect(experience).toBeDefined();
  expect(readAnswer(writeAnswer({ experience, staleMs: 5 }), 'hero')).toEqual({ experience, staleMs: 5 });
});

it('that nothing matched is read as it was written', () => {
  const none = { experience: undefined, staleMs: 0 };
  expect(readAnswer(writeAnswer(none), 'hero')).toEqual(none);
});

it.each([
  '',
  'no JSON',
  'null',
  '7',
  '[]',
  '{}',
  '{"staleMs":"5","experience":null}',
  '{"staleMs":1e999,"experience":null}',
  '{"staleMs":5}',
  '{"staleMs":5,"experience":7}',
  '{"staleMs":5,"experience":{}}',
  '{"staleMs":5,"experience":{"payload":7}}',
  '{"staleMs":5,"experience":{"payload":{}}}',
])('%s is no answer', (text) => {
  expect(readAnswer(text, 'hero')).toBeUndefined();
});

it.each(['hero', '__proto__', 'constructor'])('a text changes no prototype, under the key %s', (key) => {
  const evil = '{"__proto__":{"polluted":1},"a":1}';
  const text = `{"staleMs":5,"__proto__":${evil},"experience":{"payload":{"__proto__":${evil},"T":{"value":${evil}}},"experience_context":${evil}}}`;
  const read = readAnswer(text, key)?.experience;
  expect(read?.variables).toEqual({ T: { a: 1 } });
  expect(Reflect.get(Object(read?.variables.T), 'polluted')).toBeUndefined();
  expect(Reflect.get(read?.context ?? {}, 'polluted')).toBeUndefined();
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
