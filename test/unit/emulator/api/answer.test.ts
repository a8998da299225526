import { createReference, jsonAnswer, refuseRate } from '../../../../src/emulator/api/answer.js';

describe('answers', () => {
  it('have references of eight letters and digits, always other ones', () => {
    const references = Array.from({ length: 200 }, createReference);

    expect(references.filter((each) => !/^[A-Za-z\d]{8}$/.test(each))).toEqual([]);
    expect(new Set(references).size).toBe(200);
  });

  it('are JSON', () => {
    expect(jsonAnswer(200, { a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  });

  it('carry what is left of a limit when it is used up', () => {
    expect(refuseRate(10, 60, { 'retry-after': '5' }).answer.headers).toEqual({
      'content-type': 'application/json',
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '60',
      'retry-after': '5',
    });
  });
});
