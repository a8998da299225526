import { inspect } from 'node:util';
import { parseApiKey, parseWorkspaceId } from '../../../src/config/credentials.js';
import { thrownBy } from '../../support/thrown.js';

const unfit = [
  ['an empty string', ''],
  ['spaces', '  '],
  ['a leading space', ' hunter2'],
  ['a trailing space', 'hunter2 '],
  ['a trailing line break, as files have', 'hunter2\n'],
  ['a carriage return', 'hunter2\r'],
  ['a line break that would start a header', 'hunter2\r\nX-Evil: 1'],
  ['NUL', 'hunter2\u0000'],
  ['a tab', 'hun\tter2'],
  ['DEL', 'hunter2\u007f'],
  ['a C1 control character', 'hun\u0085ter2'],
  ['null', null],
  ['a number', 42],
  ['an object', { key: 'hunter2' }],
  ['an array', ['hunter2']],
] as const;

describe('the workspace id', () => {
  it.each(['A', 'ABC123_DEBUG', 'with space inside', 'ünïcode', '😀'])('%j is opaque and taken as it is', (id) => {
    expect(parseWorkspaceId(id)).toBe(id);
  });

  it.each([...unfit, ['a colon, which would end the user name', 'a:b'] as const])('is refused with %s', (_, value) => {
    const error = thrownBy(() => parseWorkspaceId(value));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^workspaceId must be a string without colon/);
  });

  it('that is absent is missing, and the message says where it may be given', () => {
    const error = thrownBy(() => parseWorkspaceId(undefined));
    expect(error.code).toBe('MOE_OPTION_MISSING');
    expect(error.message).toBe(
      'workspaceId is missing: give it as an option or as MOENGAGE_WORKSPACE_ID (MOE_OPTION_MISSING)',
    );
  });
});

describe('the API key', () => {
  it.each(['k', 'with:colon', 'with space', '😀'])('%j is opaque and kept whole', (key) => {
    expect(parseApiKey(key).reveal()).toBe(key);
  });

  it.each(unfit)('is refused with %s, and not shown', (_, value) => {
    const error = thrownBy(() => parseApiKey(value));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^apiKey must be a string without control character .*, not shown/);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/hunter2|hun\tter2/);
  });

  it('that is absent is missing, and the message says where it may be given', () => {
    const error = thrownBy(() => parseApiKey(undefined));
    expect(error.code).toBe('MOE_OPTION_MISSING');
    expect(error.message).toBe(
      'apiKey is missing: give it as an option or as MOENGAGE_PERSONALIZE_API_KEY (MOE_OPTION_MISSING)',
    );
  });

  it('is not seen when what was parsed is printed', () => {
    expect(inspect(parseApiKey('hunter2'), { depth: Infinity, showHidden: true })).not.toContain('hunter2');
  });
});
