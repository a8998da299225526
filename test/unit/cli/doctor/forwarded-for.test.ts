import { examineForwardedFor } from '../../../../src/cli/doctor/forwarded-for.js';

describe('trust proxy', () => {
  it.each([
    ['one proxy', '198.51.100.7', 'ok', 1],
    ['two proxies', '198.51.100.7, 10.0.0.3', 'ok', 2],
    ['a CDN and two proxies', '198.51.100.7, 192.0.2.66, 10.0.0.3', 'ok', 3],
    ['a visitor with IPv6, and ports', '[2001:db8::7]:51234, 10.0.0.3:80', 'ok', 2],
    ['no proxy', ' ', 'ok', 0],
    ['a visitor from inside', '10.1.2.3, 10.0.0.3', 'warning', 2],
    ['a visitor from inside, by IPv6', 'fd00::1', 'warning', 1],
    ['a visitor from the machine itself', '::1', 'warning', 1],
  ])('is told by a header of %s', (_whom, header, verdict, trustProxy) => {
    const [remark, ...others] = examineForwardedFor(header);

    expect(others).toEqual([]);
    expect([remark?.verdict, remark?.data]).toEqual([verdict, { trustProxy }]);
  });

  it.each([
    ['something else', 'unknown, 10.0.0.3', 'of 2 entries some are no addresses'],
    ['an empty entry', '198.51.100.7,', 'of 2 entries some are no addresses'],
    ['a list that somebody made up', Array(11).fill('198.51.100.7').join(), 'there are 11 entries'],
  ])('is not told by %s', (_what, header, message) => {
    const [remark] = examineForwardedFor(header);

    expect(remark?.verdict).toBe('trouble');
    expect(remark?.message).toContain(message);
  });

  it('is explained where there is no header', () => {
    const [remark] = examineForwardedFor(undefined);

    expect(remark?.verdict).toBe('skipped');
    expect(remark?.message).toContain('--forwarded-for');
  });

  it.each(['203.0.113.77', '10.9.8.7', '203.0.113.77, nonsense-canary'])('is told without repeating %s', (header) => {
    expect(JSON.stringify(examineForwardedFor(header))).not.toMatch(/203\.0\.113|10\.9|canary/);
  });
});
