import { examineLatency, percentile, recommendTimeout } from '../../../../src/cli/doctor/latency.js';
import { metadataOf, patientOf, replyOf } from './support.js';

const inMs = (...times: readonly number[]) => times.map((durationMs) => replyOf({ durationMs }));

it.each([
  [0, 100],
  [50, 100],
  [51, 150],
  [75, 150],
  [200, 400],
  [251, 550],
  [1_000, 2_000],
  [30_000, 2_000],
])('where the slowest call takes %d ms, a timeoutMs of %d is recommended', (slowestMs, timeoutMs) => {
  expect(recommendTimeout(slowestMs)).toBe(timeoutMs);
});

it.each([
  [50, 5],
  [90, 9],
  [91, 10],
  [99, 10],
  [1, 1],
])('the %dth percentile of one to ten is %d', (rank, time) => {
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], rank)).toBe(time);
});

describe('the latency', () => {
  it('is that of ten calls, and well where the default will do', async () => {
    const patient = patientOf({ answers: inMs(30, 10, 20, 90, 40, 50, 60, 70, 80, 100) });

    const [remark, ...others] = await examineLatency(patient);

    expect(patient.asked).toHaveLength(10);
    expect(others).toEqual([]);
    expect(remark).toEqual({
      verdict: 'ok',
      message:
        '10 calls: p50 50 ms, p95 100 ms, p99 100 ms; recommended timeoutMs: 200 (twice the slowest, in steps of 50, 100 to 2000); the default of 500 will do',
      data: { calls: 10, failed: 0, p50: 50, p95: 100, p99: 100, timeoutMs: 200 },
    });
  });

  it.each([
    [250, 'ok', undefined],
    [251, 'warning', 'createPersonalize({ timeoutMs: 550 }); the default is 500'],
    [1_001, 'warning', 'createPersonalize({ timeoutMs: 2000 }); slow for a page: is the data centre far from here?'],
  ])('of %d ms is %s', async (ms, verdict, advice) => {
    const [remark] = await examineLatency(patientOf({ answers: inMs(ms) }));

    expect([remark?.verdict, remark?.advice]).toEqual([verdict, advice]);
  });

  it('is asked for as a page would, for the first 25 Active keys', async () => {
    const active = Array.from({ length: 30 }, (_, index) => [`hero-${index}`, 'Active'] as const);
    const patient = patientOf({ metadata: metadataOf({ paused: 'Paused', ...Object.fromEntries(active) }) });

    await examineLatency(patient);

    const body: unknown = JSON.parse(patient.asked[0]?.body ?? '');
    expect(body).toEqual({
      experience_key: active.slice(0, 25).map(([key]) => key),
      DAY_OF_THE_WEEK: 'Wednesday',
      TIME_OF_THE_DAY: '12',
    });
  });

  it('is asked of all experiences where none is Active', async () => {
    const patient = patientOf({ metadata: metadataOf({ paused: 'Paused' }) });

    await examineLatency(patient);

    expect(patient.asked[0]?.body).not.toContain('experience_key');
  });

  it('is not all that is said where a call fails, and the second failure ends it', async () => {
    const failed = replyOf({ outcome: { kind: 'failed', reason: 'TIMEOUT' } });
    const patient = patientOf({ answers: [...inMs(10), failed, ...inMs(10), replyOf({ status: 503 })] });

    const [remark] = await examineLatency(patient);

    expect(patient.asked).toHaveLength(4);
    expect(remark).toMatchObject({ verdict: 'warning', data: { calls: 2, failed: 2 } });
    expect(remark?.message).toContain('2 failed (TIMEOUT, HTTP 503)');
  });

  it('is trouble where no call comes back', async () => {
    const patient = patientOf({ answers: [replyOf({ status: 500 })] });

    await expect(examineLatency(patient)).resolves.toMatchObject([
      { verdict: 'trouble', message: 'no page would get an answer (HTTP 500)' },
    ]);
  });
});
