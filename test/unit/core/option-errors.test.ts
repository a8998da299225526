import {
  conflictingOptions,
  describeValue,
  insecureOption,
  invalidOption,
  invalidSecret,
  missingOption,
  refuseUnknownNames,
} from '../../../src/core/option-errors.js';
import { thrownBy } from '../../support/thrown.js';

describe('describeValue', () => {
  it.each([
    ['text', '"text"'],
    ['', '""'],
    ['a "quoted"\nline', '"a \\"quoted\\"\\nline"'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    [7, '7'],
    [NaN, 'NaN'],
    [1n, '1'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [[1, 2, 3], 'an array of 3'],
    [{ secret: 'x' }, 'an object'],
    [() => 'secret', 'a function'],
  ])('shows %p as %s', (value, shown) => {
    expect(describeValue(value)).toBe(shown);
  });

  it('never calls what it describes', () => {
    const toString = jest.fn(() => 'x');
    const toJSON = jest.fn(() => 'x');
    expect(describeValue({ toString, toJSON })).toBe('an object');
    expect([toString, toJSON].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});

describe('the sentences', () => {
  it('of an invalid option name option, rule and value', () => {
    const { code, message } = invalidOption('timeoutMs', 'a number', 'soon');
    expect([code, message]).toEqual([
      'MOE_OPTION_INVALID',
      'timeoutMs must be a number; received "soon" (MOE_OPTION_INVALID)',
    ]);
  });

  it('of an invalid secret name its type only', () => {
    const { code, message } = invalidSecret('apiKey', 'tidy', 'hunter2\n');
    expect([code, message]).toEqual([
      'MOE_OPTION_INVALID',
      'apiKey must be tidy; received a string, not shown (MOE_OPTION_INVALID)',
    ]);
  });

  it('of a missing option say the remedy', () => {
    expect(missingOption('apiKey', 'give it').message).toBe('apiKey is missing: give it (MOE_OPTION_MISSING)');
  });

  it('of a conflict name both', () => {
    expect(conflictingOptions('a and b', 'give one').message).toBe(
      'a and b contradict each other: give one (MOE_OPTION_CONFLICT)',
    );
  });

  it('of an insecure option say why', () => {
    expect(insecureOption('baseUrl', 'it is plain').message).toBe(
      'baseUrl is refused: it is plain (MOE_OPTION_INSECURE)',
    );
  });
});

describe('refuseUnknownNames', () => {
  it('lets known names pass', () => {
    expect(() => {
      refuseUnknownNames('f(options)', { a: 1, b: undefined }, ['a', 'b', 'c']);
    }).not.toThrow();
  });

  it('answers a misspelt name by the one that was meant', () => {
    const error = thrownBy(() => {
      refuseUnknownNames('f(options)', { timeout: 1 }, ['timeoutMs', 'baseUrl']);
    });
    expect([error.code, error.message]).toEqual([
      'MOE_OPTION_UNKNOWN',
      'f(options) has no "timeout": did you mean timeoutMs? (MOE_OPTION_UNKNOWN)',
    ]);
  });

  it('lists what is known where nothing is near', () => {
    const error = thrownBy(() => {
      refuseUnknownNames('f(options)', { xyzzy: 1 }, ['timeoutMs', 'baseUrl']);
    });
    expect(error.message).toBe('f(options) has no "xyzzy": known are timeoutMs, baseUrl (MOE_OPTION_UNKNOWN)');
  });

  it('refuses an unknown name even where its value is undefined', () => {
    expect(() => {
      refuseUnknownNames('f(options)', { timeout: undefined }, ['timeoutMs']);
    }).toThrow('did you mean timeoutMs?');
  });

  it('refuses an own __proto__', () => {
    const given: unknown = JSON.parse('{"__proto__":{}}');
    expect(() => {
      refuseUnknownNames('f(options)', Object(given), ['timeoutMs']);
    }).toThrow('f(options) has no "__proto__"');
  });
});
