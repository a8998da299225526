import { daysOfWeek, isDayOfWeek } from '../../../src/core/visitor-context.js';

describe('isDayOfWeek', () => {
  it.each(daysOfWeek)('knows %s', (day) => {
    expect(isDayOfWeek(day)).toBe(true);
  });

  it('knows seven days, beginning with Monday', () => {
    expect([daysOfWeek.length, daysOfWeek[0]]).toEqual([7, 'Monday']);
  });

  it.each([['monday'], ['MONDAY'], ['Mon'], ['Montag'], [''], ['Monday '], [1], [null], [undefined], [['Monday']]])(
    'refuses %p',
    (value) => {
      expect(isDayOfWeek(value)).toBe(false);
    },
  );
});
