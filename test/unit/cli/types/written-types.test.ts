import fc from 'fast-check';
import ts from 'typescript';
import { printDeclaration } from '../../../../src/cli/types/declaration.js';
import type { KnownExperience } from '../../../../src/cli/types/declaration.js';
import { describeDifference } from '../../../../src/cli/types/difference.js';
import { readWrittenTypes } from '../../../../src/cli/types/written-types.js';
import type { JsonValue } from '../../../../src/core/json.js';

const today = '2026-11-25';

const register = (experiences: string): string =>
  `declare module 'x' {\n  interface Register {\n    experiences: ${experiences};\n  }\n}\n`;

const keysOf = (source: string): readonly string[] | undefined => {
  const types = readWrittenTypes(source);
  return types && [...types.keys()];
};

/** What the compiler has against the grammar of a file. */
function grammarErrors(text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, fileName: 'written.ts' });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('keys are read', () => {
  it.each([
    ['from one line', "{ 'home-hero': { Title: string }; strip: { Code: string } }", ['home-hero', 'strip']],
    ['with double quotes and commas', '{ "home-hero": { Title: string }, "promo": {} }', ['home-hero', 'promo']],
    ['without semicolons', '{\n  one: { A: string }\n  readonly two?: B | C\n  three: D\n}', ['one', 'two', 'three']],
    ['past comments', "{ /* 'not': {} */ one: {}; // two: {}\n three: {} }", ['one', 'three']],
    ['past index signatures and methods', '{ [key: string]: { a: b }; one: {}; two(): { three: {} } }', ['one']],
    ['past functions and generics', '{ one: (a: string) => Map<string, { b: c }>; two: {} }', ['one', 'two']],
    ['with their escapes', String.raw`{ 'a\'b\u{2028}\x41\n\q': {} }`, ["a'b\u2028A\nq"]],
    ['where there are none', '{}', []],
  ])('%s', (_how, experiences, keys) => {
    expect(keysOf(register(experiences))).toEqual(keys);
  });

  it.each([
    ['stand behind a name', register('ShopExperiences')],
    ['are nowhere', 'export {};'],
    ['are of another interface', 'interface Registered { experiences: { one: {} } }'],
    ['are in a comment', `/* ${register('{ one: {} }')} */`],
    ['are in a text', `const x = "interface Register { experiences: { one: {} } }"`],
    ['are not closed', 'interface Register { other: {'],
  ])('as not written out where they %s', (_where, source) => {
    expect(keysOf(source)).toBeUndefined();
  });

  it('in no time from a file that leads nowhere', () => {
    expect(keysOf(`interface Register { experiences: {${'{[(<'.repeat(20_000)}`)).toEqual([]);
  });
});

describe('two files mean the same', () => {
  const differ = (one: string, other: string): readonly string[] =>
    describeDifference(readWrittenTypes(register(one)) ?? new Map(), readWrittenTypes(register(other)) ?? new Map());

  it.each([
    [
      'formatted in another way',
      "{ a: { 'B': string | null } }",
      '{\n  "a": {\n    B:\n      | string\n      | null,\n  },\n}',
    ],
    ['with other comments', '{ /** Active. */ a: {} }', '{ /** Paused. */ a: {} }'],
  ])('where they are %s', (_how, one, other) => {
    expect(differ(one, other)).toEqual([]);
  });

  it('unless an experience, a variable or a type has come, gone or changed', () => {
    const before = '{ a: { X: string; Y: number; Z: null }; b: {}; c: JsonValue }';
    const after = '{ a: { X?: string; Y: string; V: number }; c: {}; d: {} }';

    expect(differ(before, after)).toEqual(["~ 'a': + 'V', ~ 'X', ~ 'Y', - 'Z'", "- 'b'", "~ 'c'", "+ 'd'"]);
  });
});

describe('whatever a workspace holds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('*/', "'", '"', '\\', '\n', '__proto__', 'constructor', '`${x}`', '\u2028', '// x', '{', '};', '?'),
  );
  const experience = fc.record({
    key: text,
    name: text,
    status: fc.constantFrom('Active' as const, 'Paused' as const),
    variations: fc.array(fc.dictionary(text, fc.jsonValue({ maxDepth: 2 })), { maxLength: 2 }),
  });

  it('the file is TypeScript, and says again which keys and variables there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(experience, { selector: ({ key }) => key, maxLength: 5 }), (workspace) => {
        const known = workspace.map(({ key, name, status, variations }): KnownExperience => ({
          ...{ key, name, status },
          knowledge:
            variations.length === 0
              ? { kind: 'unseen', why: 'nobody gets it now' }
              : { kind: 'seen', variations: variations as readonly Record<string, JsonValue>[] },
        }));
        const file = printDeclaration(known, today);
        const written = readWrittenTypes(file);

        expect(grammarErrors(file)).toEqual([]);
        expect([...(written?.keys() ?? [])].sort()).toEqual(workspace.map(({ key }) => key).sort());
        for (const { key, variations } of workspace) {
          const names = new Set(variations.flatMap((variables) => Object.keys(variables)));
          expect([...(written?.get(key)?.variables.keys() ?? [])].sort()).toEqual([...names].sort());
          expect(written?.get(key)?.day).toBe(variations.length === 0 ? undefined : today);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the order in which it comes does not matter', () => {
    const unseen = (key: string): KnownExperience => ({
      ...{ key, name: key, status: 'Active' },
      knowledge: { kind: 'unseen', why: 'no sample visitor gets it' },
    });

    expect(printDeclaration([unseen('b'), unseen('a'), unseen('A')], today)).toBe(
      printDeclaration([unseen('A'), unseen('b'), unseen('a')], today),
    );
  });
});
