import { parseHours } from '../../../../src/emulator/config/hours.js';

describe('parseHours', () => {
  it.each([
    ['7', ['07']],
    ['07', ['07']],
    ['9-11', ['09', '10', '11']],
    ['22-02', ['22', '23', '00', '01', '02']],
    ['5 - 6', ['05', '06']],
    ['23-23', ['23']],
    [
      [18, 19],
      ['18', '19'],
    ],
    [
      ['8-9', 13],
      ['08', '09', '13'],
    ],
  ])('reads %j', (input, hours) => {
    expect([...parseHours(input)]).toEqual(hours);
  });

  it('takes the whole day for a range that ends an hour before it begins', () => {
    expect(parseHours('6-5').size).toBe(24);
  });
});
