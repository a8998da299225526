import { createProxyCheck } from '../../../src/context/proxy-warnings.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { readRequest } from './fixtures/real-request.js';

const forwarded = { 'x-forwarded-for': '203.0.113.9' };

function setUp() {
  const logger = createRecordingLogger();
  const check = createProxyCheck(createWarnings(logger, createFakeClock()));
  const visit = (
    trust: unknown,
    headers: Readonly<Record<string, string>> = {},
    address: string | undefined = '203.0.113.9',
  ) =>
    readRequest(
      (req) => {
        check(req, address);
      },
      { headers, configure: (app) => app.set('trust proxy', trust) },
    );
  return { visit, said: () => logger.lines.map(({ message }) => message), lines: logger.lines };
}

describe('a warning about trust proxy', () => {
  it.each([
    [true, {}, undefined, /is true, so that any visitor can claim any address/],
    [false, forwarded, '127.0.0.1', /has X-Forwarded-For and the application trusts no proxy/],
    [1, forwarded, '10.0.0.7', /is a private one/],
    ['loopback', forwarded, '192.168.3.4', /is a private one/],
    [false, {}, '172.16.0.1', /is a private one/],
    [false, {}, '172.31.255.1', /is a private one/],
    [false, {}, '100.64.0.1', /is a private one/],
    [false, {}, '169.254.1.1', /is a private one/],
    [false, {}, 'fd00::1', /is a private one/],
    [false, {}, 'fe80::1', /is a private one/],
  ])('is given for %j with %j and the address %j', async (trust, headers, address, message) => {
    const { visit, said, lines } = setUp();
    await visit(trust, headers, address);

    expect(said()).toEqual([expect.stringMatching(message)]);
    expect(lines[0]?.fields).toEqual({ code: 'MOE_WARN_TRUST_PROXY' });
    if (address !== undefined) expect(said()[0]).not.toContain(address);
  });

  it.each([
    [1, forwarded, '203.0.113.9'],
    [false, {}, '127.0.0.1'],
    [false, {}, '::1'],
    [false, {}, undefined],
    [1, {}, '172.32.0.1'],
    [1, {}, '100.128.0.1'],
    [1, {}, '2001:db8::1'],
    [() => true, forwarded, '203.0.113.9'],
  ])('is not given for %p with %j and the address %j', async (trust, headers, address) => {
    const { visit, said } = setUp();
    await visit(trust, headers, address);

    expect(said()).toEqual([]);
  });

  it('is given once', async () => {
    const { visit, said } = setUp();
    await visit(true);
    await visit(true);

    expect(said()).toHaveLength(1);
  });
});
