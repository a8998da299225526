import { Readable } from 'node:stream';

import { decodeBody, maxBodyBytes, readBody } from '../../../../src/emulator/api/body.js';

function requestOf(...chunks: readonly Buffer[]): AsyncIterable<Buffer> {
  return Readable.from(chunks);
}

describe('readBody', () => {
  it('joins what came in pieces', async () => {
    await expect(readBody(requestOf(Buffer.from('{"a"'), Buffer.from(':1}')))).resolves.toEqual(Buffer.from('{"a":1}'));
  });

  it('takes a body of the greatest length', async () => {
    await expect(readBody(requestOf(Buffer.alloc(maxBodyBytes)))).resolves.toHaveLength(maxBodyBytes);
  });

  it('keeps nothing of a longer one', async () => {
    await expect(readBody(requestOf(Buffer.alloc(maxBodyBytes), Buffer.alloc(1)))).resolves.toBeUndefined();
  });
});

describe('decodeBody', () => {
  it('gives the object', () => {
    expect(decodeBody(Buffer.from('{"a":"ü"}'))).toEqual({ ok: true, value: { a: 'ü' } });
  });

  it('keeps a member named __proto__, so that the ledger shows it', () => {
    const decoded = decodeBody(Buffer.from('{"__proto__":"x"}'));

    expect(decoded.ok && Object.keys(decoded.value)).toEqual(['__proto__']);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'the body is empty'],
    ['half a text', Buffer.from('{'), 'the body is not JSON'],
    ['a list', Buffer.from('[]'), 'the body is not a JSON object'],
    ['a byte that UTF-8 has not', Buffer.from([0xff]), 'the body is not UTF-8'],
    [
      'a deep nest',
      Buffer.from(`{"a":${'['.repeat(33)}${']'.repeat(33)}}`),
      'the body is nested deeper than 32 levels',
    ],
  ])('refuses %s as malformed', (_, bytes, problem) => {
    expect(decodeBody(bytes)).toMatchObject({ ok: false, refusal: { answer: { status: 400 }, problem } });
  });

  it('refuses what was too long with 413', () => {
    expect(decodeBody(undefined)).toMatchObject({ ok: false, refusal: { answer: { status: 413 } } });
  });
});
