import { normalizeReply } from '../../../../src/adapters/redis/redis-reply.js';

describe('a reply', () => {
  it.each([
    ['nothing', null, null],
    ['what a client leaves undefined', undefined, null],
    ['a text', 'text', 'text'],
    ['a number', 7, 7],
    ['a fraction, which RESP 2 gives as text', 1.5, '1.5'],
    ['a large number', 9_007_199_254_740_993n, '9007199254740993'],
    ['a truth', true, 1],
    ['the opposite', false, 0],
    ['bytes', Buffer.from('é'), 'é'],
    ['a list in a list', [1, ['a', null]], [1, ['a', null]]],
    ['a map', new Map<string, unknown>([['a', ['b']]]), ['a', ['b']]],
    ['a map as an object', Object.assign(Object.create(null) as object, { a: 1, b: [2] }), ['a', 1, 'b', [2]]],
    ['a set', new Set(['a', 'b']), ['a', 'b']],
  ])('of %s comes as RESP 2 gives it', (_case, reply, expected) => {
    expect(normalizeReply(reply)).toEqual(expected);
  });
});
