import type { EventAction } from '../../../../src/emulator/api/wire-names.js';
import { createReports, maxReports } from '../../../../src/emulator/ledger/reports.js';
import type { CountedEvent } from '../../../../src/emulator/ledger/reports.js';

const shown: EventAction = 'MOE_PERSONALIZATION_MESSAGE_SHOWN';
const clicked: EventAction = 'MOE_PERSONALIZATION_MESSAGE_CLICKED';

function event(action: EventAction, experience: string, variation = '1'): CountedEvent {
  return { action, experience, variation };
}

/** What the reports hold after these events, in short. */
function rowsAfter(...events: readonly CountedEvent[]): readonly string[] {
  const reports = createReports();
  for (const each of events) reports.count(each);
  return reports.rows.map(({ experience, variation, impressions, clicks, clickThroughRate }) =>
    [experience, variation, impressions, clicks, clickThroughRate].join(' '),
  );
}

describe('reports', () => {
  it('count impressions and clicks of each variation of each experience', () => {
    const events = [
      ...Array.from({ length: 4 }, () => event(shown, 'Hero', '1')),
      event(clicked, 'Hero', '1'),
      event(shown, 'Hero', '2'),
      event(shown, 'Strip', '1'),
    ];

    expect(rowsAfter(...events)).toEqual(['Hero 1 4 1 0.25', 'Hero 2 1 0 0', 'Strip 1 1 0 0']);
  });

  it('have no rate where clicks came without an impression', () => {
    const reports = createReports();

    expect(reports.count(event(clicked, 'Hero'))).toEqual({
      experience: 'Hero',
      variation: '1',
      impressions: 0,
      clicks: 1,
      clickThroughRate: undefined,
    });
  });

  it('have a rate above 1 where one impression was clicked twice', () => {
    expect(rowsAfter(event(shown, 'Hero'), event(clicked, 'Hero'), event(clicked, 'Hero'))).toEqual(['Hero 1 1 2 2']);
  });

  it('stand in the order of names and of numbers, whatever came first', () => {
    const events = [event(shown, 'b', '10'), event(shown, 'b', '2'), event(shown, 'a', '3')];

    expect(rowsAfter(...events)).toEqual(['a 3 1 0 0', 'b 2 1 0 0', 'b 10 1 0 0']);
  });

  it.each(['', ' ', ',', '","', '\0'])('do not mix up names that look alike when they are joined by %j', (joint) => {
    expect(rowsAfter(event(shown, `a${joint}b`, 'c'), event(shown, 'a', `b${joint}c`))).toHaveLength(2);
  });

  it('take any name, also one that every object has', () => {
    expect(rowsAfter(event(shown, '__proto__', 'constructor'))).toEqual(['__proto__ constructor 1 0 0']);
  });

  it('give rows that later events do not change', () => {
    const reports = createReports();
    const before = reports.count(event(shown, 'Hero'));
    reports.count(event(shown, 'Hero'));

    expect([before.impressions, reports.rows[0]?.impressions, Object.isFrozen(before)]).toEqual([1, 2, true]);
  });

  it('forget the row that has waited longest, where there are too many', () => {
    const reports = createReports();
    for (let index = 0; index < maxReports; index += 1) reports.count(event(shown, `experience ${index}`));
    reports.count(event(clicked, 'experience 0'));
    reports.count(event(shown, 'one too many'));
    const names = reports.rows.map(({ experience }) => experience);

    expect(names).toHaveLength(maxReports);
    expect(names).not.toContain('experience 1');
    expect(reports.rows).toContainEqual(
      expect.objectContaining({ experience: 'experience 0', impressions: 1, clicks: 1 }),
    );
  });

  it('begin anew when they are cleared', () => {
    const reports = createReports();
    reports.count(event(shown, 'Hero'));
    reports.clear();

    expect([reports.rows, reports.count(event(shown, 'Hero')).impressions]).toEqual([[], 1]);
  });
});
