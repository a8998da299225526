import { createRecorder } from '../../../../src/express/router/recorder.js';
import { createReportCounters } from '../../../../src/express/router/report-counts.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { createMark, createSealer } from '../../../support/marks.js';

it('events without end do not fill the memory: the oldest are handed on again', () => {
  const counters = createReportCounters();
  let tracked = 0;
  const track = (): void => {
    tracked += 1;
  };
  const record = createRecorder({ sealer: createSealer(), track, clock: createFakeClock(), counters });
  const first = createMark();

  record(first, 'shown');
  for (let other = 1; other < 20_000; other += 1) record(createMark(), 'shown');
  record(first, 'shown');
  expect([tracked, counters.snapshot().duplicates]).toEqual([20_000, 1]);

  for (let other = 0; other < 20_000; other += 1) record(createMark(), 'shown');
  record(first, 'shown');
  expect([tracked, counters.snapshot().duplicates]).toEqual([40_001, 1]);
});

it('counts that were read do not change', () => {
  const counters = createReportCounters();
  counters.refused('BAD_TOKEN');
  const before = counters.snapshot();
  counters.refused('BAD_TOKEN');

  expect([before.refused, counters.snapshot().refused]).toEqual([{ BAD_TOKEN: 1 }, { BAD_TOKEN: 2 }]);
});
