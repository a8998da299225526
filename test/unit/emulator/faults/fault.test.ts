import { EmulatorError } from 'express-moengage-personalize/emulator';

import { faultKinds, parseFault, parseFaultFilter } from '../../../../src/emulator/faults/fault.js';

describe('parseFault', () => {
  it.each([
    { kind: 'latency', ms: 0 },
    { kind: 'hang' },
    { kind: 'trickle', bytes: 1, everyMs: 10 },
    { kind: 'header-trickle' },
    { kind: 'header-trickle', everyMs: 1 },
    { kind: 'reset' },
    { kind: 'reset', after: 0 },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 403, body: { any: 'thing' }, headers: { 'x-from': 'proxy' } },
    { kind: 'malformed' },
    { kind: 'truncated' },
    { kind: 'html' },
    { kind: 'huge', bytes: 1_000, gzip: true },
    { kind: 'rate-limit', retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' },
    { kind: 'redirect', to: 'https://example.com/' },
  ])('takes %j', (fault) => {
    expect(parseFault(fault)).toEqual(fault);
  });

  it.each<[unknown, string]>([
    [{ kind: 'explode' }, `kind: must have a kind: ${faultKinds.join(', ')}; received "explode"`],
    [{}, 'kind: is missing: must have a kind'],
    ['hang', 'must have a kind'],
    [{ kind: 'latency' }, 'ms: is missing'],
    [{ kind: 'latency', ms: 1e9 }, 'ms: '],
    [{ kind: 'hang', ms: 5 }, 'there is no "ms": known are kind'],
    [{ kind: 'status', status: 100 }, 'status: '],
    [{ kind: 'status', status: 500, headers: { 'x-a': 'b\r\nc' } }, 'headers.x-a: must be a header value'],
    [{ kind: 'status', status: 500, headers: { 'x a': 'b' } }, 'headers.x a: must be the name of a header'],
    [{ kind: 'redirect', to: '/\r\nx' }, 'to: must be a header value'],
    [{ kind: 'huge', bytes: 2 ** 31 }, 'bytes: '],
  ])('refuses %j', (fault, problem) => {
    expect(() => parseFault(fault)).toThrow(EmulatorError);
    expect(() => parseFault(fault)).toThrow(problem);
  });
});

describe('parseFaultFilter', () => {
  it.each([{}, { path: '/experiences/fetch' }, { path: 'events', times: 3 }])('takes %j', (filter) => {
    expect(parseFaultFilter(filter)).toEqual(filter);
  });

  it.each([{ path: '/fetches' }, { path: '' }, { times: 0 }, { times: 1.5 }, { time: 1 }])('refuses %j', (filter) => {
    expect(() => parseFaultFilter(filter)).toThrow(expect.objectContaining({ code: 'MOE_EMULATOR_FAULT' }));
  });
});
