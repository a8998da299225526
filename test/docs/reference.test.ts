import { eventsOptionNames } from '../../src/config/events-options.js';
import { previewOptionNames } from '../../src/config/preview-option.js';
import { optionNames, resolveOptions } from '../../src/config/resolve-options.js';
import { failureCodes, optionErrorCodes, PersonalizeError } from '../../src/core/errors.js';
import { warningCodes } from '../../src/core/warnings.js';
import { emulatorErrorCodes } from '../../src/emulator/index.js';
import { readFiles } from '../architecture/source-file.js';
import { anchors, codeBlocks, codeSpans, headings, readText, section, tableRows } from './markdown.js';
import { readStringUnion } from './string-union.js';

const readme = readText('README.md');
const errorCodes = [...optionErrorCodes, ...failureCodes];
const allCodes: readonly string[] = [...errorCodes, ...warningCodes, ...emulatorErrorCodes];

/** First cells of a section's rows, without their backticks. */
const rowNames = (heading: string): readonly string[] =>
  tableRows(section(readme, heading)).map(([name = '']) => name.replaceAll('`', ''));

/** `MOE_…` in a text, but not families of codes such as `MOE_OPTION_*`. */
const codesIn = (text: string): readonly string[] => text.match(/\bMOE_[A-Z_]*[A-Z]\b(?!_)/g) ?? [];

const sorted = (names: readonly string[]): readonly string[] => [...names].sort();

describe('the README', () => {
  it('has a row for each option and for nothing else', () => {
    expect(sorted(rowNames('Options'))).toEqual(sorted(optionNames));
  });

  it('tells the defaults that are used', () => {
    const used = new Map<string, unknown>(
      Object.entries(resolveOptions({ workspaceId: 'w', apiKey: 'k', dataCenter: '01' }, {})),
    );
    const told = tableRows(section(readme, 'Options')).flatMap(([name = '', value = '']) => {
      const literal = /^`?('[\w-]*'|\d+|true|false)`?$/.exec(value)?.[1];
      const parsed: unknown = literal === undefined ? undefined : JSON.parse(literal.replaceAll("'", '"'));
      return literal === undefined ? [] : [[name.replaceAll('`', ''), parsed] as const];
    });

    expect(told.length).toBeGreaterThan(4);
    expect(told).toEqual(told.map(([name]) => [name, used.get(name)]));
  });

  it('has a row for each reason of a default and for nothing else', () => {
    const reasons = readStringUnion(readText('src/core/experience.ts'), 'DefaultReason');

    expect(reasons.length).toBeGreaterThan(5);
    expect(sorted(rowNames('Reasons'))).toEqual(sorted(reasons));
  });

  it('has a row for each member of the events option and for nothing else', () => {
    expect(sorted(rowNames('The `events` option'))).toEqual(sorted(eventsOptionNames));
  });

  it('has a row for each member of the preview option and for nothing else', () => {
    expect(sorted(rowNames('Preview for QA'))).toEqual(sorted(previewOptionNames));
  });

  it('has a row for each way in which an event is dropped or a report refused, and for nothing else', () => {
    const [ours, stores, refusals] = [
      readStringUnion(readText('src/core/stats.ts'), 'EventDropReason'),
      readStringUnion(readText('src/core/event-store.ts'), 'StoreDropReason'),
      readStringUnion(readText('src/core/stats.ts'), 'RefusalReason'),
    ];

    expect(sorted(rowNames('Dropped events'))).toEqual(sorted([...ours, ...stores, ...refusals]));
  });

  it('has a section for each error code and for nothing else', () => {
    expect(sorted(headings(section(readme, 'Errors'), '###'))).toEqual(sorted(errorCodes));
  });

  it('has a section for each warning code and for nothing else', () => {
    expect(sorted(headings(section(readme, 'Warnings'), '###'))).toEqual(sorted(warningCodes));
  });

  it.each(emulatorErrorCodes)('explains %s', (code) => {
    expect(codesIn(readme)).toContain(code);
  });

  it.each(errorCodes)('has the anchor that an error of code %s leads to', (code) => {
    const [, anchor] = new PersonalizeError(code, 'x').helpUrl.split('#');

    expect(anchors(readme)).toContain(anchor);
  });
});

describe.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])('%s', (path) => {
  const text = readText(path);

  it('names only codes that exist', () => {
    expect(codesIn(text).filter((code) => !allCodes.includes(code))).toEqual([]);
  });

  it('names only environment variables that are read', () => {
    const known = [
      'MOENGAGE_WORKSPACE_ID',
      'MOENGAGE_PERSONALIZE_API_KEY',
      'MOENGAGE_DATA_CENTER',
      'MOENGAGE_BASE_URL',
      'MOENGAGE_PREVIEW_SECRET',
    ];
    const named: readonly string[] = text.match(/\bMOENGAGE_\w+/g) ?? [];

    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

it('the README shows only flags that the command has', () => {
  const sources = readFiles(['src/cli'])
    .map((file) => file.text)
    .join('\n');
  const shell = codeBlocks(readme).filter(({ language }) => language === 'sh');
  const shown =
    [...shell.map(({ code }) => code), ...codeSpans(readme)].join('\n').match(/(?<=\s)--[a-z][a-z-]*/g) ?? [];

  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((flag) => !sources.includes(`'${flag}`))).toEqual([]);
});

it('codes are told from families of codes and from headers', () => {
  expect(codesIn('MOE_TIMEOUT, `MOE_OPTION_*`, MOE_WARN_X. MOE-APPKEY MOE_*')).toEqual(['MOE_TIMEOUT', 'MOE_WARN_X']);
});
