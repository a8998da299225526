import { troubleOf } from '../../../../src/adapters/redis/redis-trouble.js';

describe('an error of the client is', () => {
  it.each([
    ['OOM command not allowed', 'OOM'],
    ['READONLY You can not write', 'READONLY'],
    ['NOSCRIPT No matching script', 'NOSCRIPT'],
    ['WRONGTYPE Operation against a key', 'WRONGTYPE'],
    ['ERR unknown command', 'ERR'],
    ['ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed', 'OOM'],
    ['NOPERM this user', 'NOPERM'],
  ])('a refusal of one command: %s', (message, code) => {
    expect(troubleOf(new Error(message))).toMatchObject({ code, isRefusal: true });
  });

  it.each([
    ['The client is closed'],
    ['The client is offline'],
    ['Socket closed unexpectedly'],
    ['Connection timeout'],
    ['The command was aborted'],
    ['The queue is full'],
    [''],
  ])('no answer at all: %j', (message) => {
    expect(troubleOf(new Error(message))).toMatchObject({ code: 'CONNECTION', isRefusal: false });
  });

  it.each([
    [Object.assign(new Error('OOM of another kind'), { code: 'ECONNRESET' })],
    ['a text'],
    [null],
    [{ message: 7 }],
  ])('no answer where it is no error of Redis: %p', (error) => {
    expect(troubleOf(error)).toMatchObject({ code: 'CONNECTION', isRefusal: false });
  });
});
