import { inspect } from 'node:util';
import { failureCodes, isPersonalizeError, optionErrorCodes, PersonalizeError } from '../../../src/core/errors.js';

describe('a PersonalizeError', () => {
  const error = new PersonalizeError('MOE_HTTP_ERROR', 'the API is ill', 503);

  it('is an Error by the literal name PersonalizeError', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('PersonalizeError');
  });

  it('ends its message with its code', () => {
    expect(error.message).toBe('the API is ill (MOE_HTTP_ERROR)');
  });

  it('holds code, status and where the README explains it, and nothing else of its own', () => {
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      name: 'PersonalizeError',
      code: 'MOE_HTTP_ERROR',
      status: 503,
      helpUrl: 'https://www.npmjs.com/package/express-moengage-personalize#moe_http_error',
    });
  });

  it('has no cause, not even an absent one', () => {
    expect('cause' in error).toBe(false);
  });

  it('has no status where the API did not answer', () => {
    expect(new PersonalizeError('MOE_TIMEOUT', 'late').status).toBeUndefined();
  });

  it('can be printed', () => {
    expect(inspect(error)).toContain('the API is ill (MOE_HTTP_ERROR)');
  });
});

describe('the lists of codes', () => {
  it('name no code twice', () => {
    const codes = [...optionErrorCodes, ...failureCodes];
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([...optionErrorCodes, ...failureCodes])('%s begins with MOE_ and is upper case', (code) => {
    expect(code).toMatch(/^MOE_[A-Z_]+$/);
  });
});

describe('isPersonalizeError', () => {
  it('knows an error of this build', () => {
    expect(isPersonalizeError(new PersonalizeError('MOE_TIMEOUT', 'late'))).toBe(true);
  });

  it('knows an error of the other build, which has a class of its own', () => {
    class PersonalizeErrorOfTheOtherBuild extends Error {
      override readonly name = 'PersonalizeError';
      readonly code = 'MOE_TIMEOUT';
    }
    expect(isPersonalizeError(new PersonalizeErrorOfTheOtherBuild('late'))).toBe(true);
  });

  it.each([
    ['another error', new Error('x')],
    ['an error with a code', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['an error of that name without a code', Object.assign(new Error('x'), { name: 'PersonalizeError' })],
    ['a plain object that looks like one', { name: 'PersonalizeError', code: 'MOE_TIMEOUT', message: 'x' }],
    ['a string', 'PersonalizeError'],
    ['null', null],
    ['undefined', undefined],
  ])('does not take %s for one', (_, value) => {
    expect(isPersonalizeError(value)).toBe(false);
  });
});
