import { examineClock } from '../../../../src/cli/doctor/clock-skew.js';
import { examineQuota } from '../../../../src/cli/doctor/quota.js';
import { noon, patientOf, replyOf } from './support.js';

const serverAt = (ms: number) => patientOf({ metadata: replyOf({ headers: { date: new Date(ms).toUTCString() } }) });

describe('the clock', () => {
  it.each([
    ['on time', 0, 'ok', 'within 1 s'],
    ['a little behind', 4_000, 'ok', 'within 5 s'],
    ['behind', 10_000, 'warning', 'this machine is 11 s behind'],
    ['ahead', -10_000, 'warning', 'this machine is 10 s ahead'],
    ['far behind', 3_600_000, 'trouble', 'this machine is 3601 s behind'],
    ['far ahead', -3_600_000, 'trouble', 'this machine is 3600 s ahead'],
  ])('that is %s', async (_how, serverAheadMs, verdict, message) => {
    const [remark] = await examineClock(serverAt(noon + serverAheadMs));

    expect(remark?.verdict).toBe(verdict);
    expect(remark?.message).toContain(message);
  });

  it.each([{}, { date: 'soon' }])('is not judged by an answer with the headers %o', async (headers) => {
    const patient = patientOf({ metadata: replyOf({ headers }) });

    await expect(examineClock(patient)).resolves.toMatchObject([{ verdict: 'skipped' }]);
  });
});

describe('the quota', () => {
  const epoch = noon / 1_000;
  const limit = (remaining: number, more: Readonly<Record<string, string>> = {}) => ({
    'x-ratelimit-limit': '10000',
    'x-ratelimit-remaining': String(remaining),
    ...more,
  });

  it.each([
    ['plenty', limit(9_000), 'ok', '9000 calls left, limit 10000'],
    ['a tenth', limit(1_000), 'ok', '1000 calls left, limit 10000'],
    ['less than a tenth', limit(999), 'warning', '999 calls left, limit 10000'],
    [
      'a reset ahead',
      limit(1, { 'x-ratelimit-reset': String(epoch + 30) }),
      'warning',
      '1 call left, limit 10000, counted anew in 30 s',
    ],
    ['nothing left of what nobody says', { 'x-ratelimit-remaining': '0' }, 'warning', '0 calls left'],
    ['something left of what nobody says', { 'x-ratelimit-remaining': '3' }, 'ok', '3 calls left'],
    ['junk', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '-1' }, 'ok', 'no sign of its end'],
    ['nothing', {}, 'ok', 'no sign of its end'],
  ])('of which the headers say %s', async (_what, headers, verdict, message) => {
    const [remark] = await examineQuota(patientOf({ metadata: replyOf({ headers }) }));

    expect(remark?.verdict).toBe(verdict);
    expect(remark?.message).toContain(message);
  });

  it('is told by the latest answer that says something', async () => {
    const patient = patientOf({
      answers: [replyOf({ headers: limit(500) }), replyOf({ headers: limit(400) }), replyOf()],
    });
    for (let call = 0; call < 3; call += 1) await patient.probe.ask({ method: 'GET', path: '/' });

    await expect(examineQuota(patient)).resolves.toMatchObject([{ data: { remaining: 400 } }]);
  });

  it.each([
    [
      'Retry-After',
      { 'retry-after': '17', 'x-ratelimit-reset': String(epoch + 60) },
      'used up (HTTP 429; counted anew in 17 s)',
    ],
    ['a reset that is over', { 'x-ratelimit-reset': String(epoch - 60) }, 'used up (HTTP 429; counted anew in 0 s)'],
    ['nothing', {}, 'used up (HTTP 429)'],
  ])('is used up where any answer is a 429, with %s', async (_what, headers, message) => {
    const patient = patientOf({ metadata: replyOf({ status: 429, headers }) });
    await patient.probe.ask({ method: 'GET', path: '/' });

    await expect(examineQuota(patient)).resolves.toMatchObject([{ verdict: 'trouble', message }]);
  });
});
