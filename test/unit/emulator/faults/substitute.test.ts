import { isSilent, substituteFor } from '../../../../src/emulator/faults/substitute.js';

const now = 90_000;

describe('substituteFor', () => {
  it('makes an error of a bare status', () => {
    expect(substituteFor({ kind: 'status', status: 503 }, 10, now)).toEqual({
      status: 503,
      headers: { 'content-type': 'application/json' },
      body: expect.stringContaining('"title":"Service Unavailable"'),
    });
  });

  it('sends a string as it is, and anything else as JSON', () => {
    const bodyOf = (body: unknown) => substituteFor({ kind: 'status', status: 500, body }, 10, now)?.body;

    expect([bodyOf('<gone>'), bodyOf({ a: 1 }), bodyOf([])]).toEqual(['<gone>', '{"a":1}', '[]']);
  });

  it('adds headers, but lets none of them lie about the length', () => {
    const headers = { 'X-From': 'proxy', 'Content-Length': '1', 'Content-Type': 'text/html' };

    expect(substituteFor({ kind: 'status', status: 500, body: 'x', headers }, 10, now)?.headers).toEqual({
      'content-type': 'text/html',
      'x-from': 'proxy',
    });
  });

  it('limits with the headers of the API, and Retry-After where it is given', () => {
    expect(substituteFor({ kind: 'rate-limit', retryAfter: 5 }, 10, now)).toMatchObject({
      status: 429,
      headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-reset': '120', 'retry-after': '5' },
    });
    expect(substituteFor({ kind: 'rate-limit' }, 10, now)?.headers).not.toHaveProperty('retry-after');
  });

  it('redirects so that the request would be repeated as it is', () => {
    expect(substituteFor({ kind: 'redirect', to: 'http://127.0.0.1:9/' }, 10, now)).toEqual({
      status: 307,
      headers: { location: 'http://127.0.0.1:9/' },
      body: '',
    });
  });

  it.each([
    undefined,
    { kind: 'latency', ms: 1 } as const,
    { kind: 'malformed' } as const,
    { kind: 'reset', after: 5 } as const,
  ])('lets the request be dealt with under %j', (fault) => {
    expect([substituteFor(fault, 10, now), isSilent(fault)]).toEqual([undefined, false]);
  });

  it.each([{ kind: 'hang' } as const, { kind: 'reset' } as const])('looks at nothing under %j', (fault) => {
    expect(isSilent(fault)).toBe(true);
  });
});
