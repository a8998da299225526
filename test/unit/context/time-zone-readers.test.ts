import { timeZoneFromCookie, timeZoneFromHeaders } from '../../../src/context/time-zone-readers.js';
import { readRequest } from './fixtures/real-request.js';

describe('timeZoneFromHeaders', () => {
  const read = timeZoneFromHeaders('CloudFront-Viewer-Time-Zone', 'x-vercel-ip-timezone');

  it.each([
    [
      'the first header',
      { 'cloudfront-viewer-time-zone': 'Asia/Kolkata', 'x-vercel-ip-timezone': 'UTC' },
      'Asia/Kolkata',
    ],
    ['the second where the first is missing', { 'x-vercel-ip-timezone': 'Europe/Paris' }, 'Europe/Paris'],
    [
      'the second where the first is empty',
      { 'cloudfront-viewer-time-zone': '', 'x-vercel-ip-timezone': 'UTC' },
      'UTC',
    ],
    ['nothing where both are missing', { 'cf-timezone': 'UTC' }, undefined],
  ])('reads %s', async (_, headers, zone) => {
    expect(await readRequest(read, { headers })).toBe(zone);
  });

  it('refuses to be called without a name', () => {
    expect(() => timeZoneFromHeaders()).toThrow(
      expect.objectContaining({ code: 'MOE_OPTION_INVALID', message: expect.stringContaining('timeZoneFromHeaders') }),
    );
  });

  it.each([[''], ['a b'], ['tz:'], ['tz\n'], ['zeit-é']])('refuses %j, which no header can be called', (name) => {
    expect(() => timeZoneFromHeaders('cf-timezone', name)).toThrow(
      expect.objectContaining({
        code: 'MOE_OPTION_INVALID',
        message: expect.stringContaining('timeZoneFromHeaders(...names)[1]'),
      }),
    );
  });
});

describe('timeZoneFromCookie', () => {
  it.each([
    ['tz=Europe/Paris', 'Europe/Paris'],
    ['a=1; tz=America%2FNew_York', 'America/New_York'],
    ['tz="Europe/Paris"', 'Europe/Paris'],
    ['tz=', ''],
    ['tz=%E0%A4%A', undefined],
    ['tz=%', undefined],
    ['other=Europe/Paris', undefined],
  ])('of %j reads %j', async (cookie, zone) => {
    expect(await readRequest(timeZoneFromCookie('tz'), { headers: { cookie } })).toBe(zone);
  });

  it('reads nothing from a request without cookies', async () => {
    expect(await readRequest(timeZoneFromCookie('tz'))).toBeUndefined();
  });

  it.each(['', 'a b', 'a=b', 'a;b', '"a"'])('refuses %j, which no cookie can be called', (name) => {
    expect(() => timeZoneFromCookie(name)).toThrow(
      expect.objectContaining({
        code: 'MOE_OPTION_INVALID',
        message: expect.stringContaining('timeZoneFromCookie(name)'),
      }),
    );
  });
});
