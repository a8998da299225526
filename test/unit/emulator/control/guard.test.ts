import { isForeign, isLoopbackHost } from '../../../../src/emulator/control/guard.js';

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LOCALHOST:4010', '127.0.0.1', '127.0.0.1:4010', '127.8.9.1:80', '[::1]', '[::1]:4010'])(
    'takes %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'example.com',
    'localhost.example.com',
    'example.com:4010',
    '127.0.0.1.example.com',
    '10.0.0.1',
    '[::2]',
    '0.0.0.0',
    'localhost@example.com',
  ])('refuses %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('isForeign', () => {
  const host = '127.0.0.1:4010';

  it.each([{}, { origin: 'http://127.0.0.1:4010' }, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }])(
    'lets %j through',
    (headers) => {
      expect(isForeign({ host, ...headers })).toBe(false);
    },
  );

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:4010', 'sec-fetch-site': 'cross-site' },
  ])('stops %j', (headers) => {
    expect(isForeign({ host, ...headers })).toBe(true);
  });
});
