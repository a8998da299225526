import { toWire } from '../../../../src/emulator/targeting/variable.js';

describe('toWire', () => {
  it.each([
    ['text', { value: 'text', data_type: 'string' }],
    [5, { value: 5, data_type: 'number' }],
    [false, { value: false, data_type: 'boolean' }],
    [null, { value: null, data_type: 'json' }],
    [[1], { value: [1], data_type: 'json' }],
    [{ a: 1 }, { value: { a: 1 }, data_type: 'json' }],
    [
      { value: '1.5', data_type: 'float' },
      { value: '1.5', data_type: 'float' },
    ],
    [{ bare: 5 }, 5],
    [{ bare: null }, null],
    [
      { bare: 5, more: 6 },
      { value: { bare: 5, more: 6 }, data_type: 'json' },
    ],
    [
      { value: { bare: 5 }, data_type: 'json' },
      { value: { bare: 5 }, data_type: 'json' },
    ],
  ])('sends %j as it should', (variable, expected) => {
    expect(toWire(variable)).toEqual(expected);
  });
});
