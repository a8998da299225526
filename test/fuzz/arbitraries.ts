import fc from 'fast-check';

/** What parsers trip over, whatever they parse. */
const oddities = [
  ...['', ' ', '\t', '\r', '\n', '\0', '\u007f', '\u0085', '\u2028', '\ufeff', '\ud800', '\udc00', '🙂', 'é'],
  ...['"', "'", '\\', '/', '%', '%00', '%zz', '+', '&', '=', ';', ',', ':', '@', '#', '?', '<', '>', '(', ')'],
  ...['{', '}', '[', ']', 'null', 'true', '-1', '1e999', '9007199254740993', '__proto__', 'constructor', 'toString'],
];

/** One change of a text: so many characters from this one on are replaced. */
interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly piece: string;
}

/** A piece, now and then so often that it is long. */
const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...oddities) },
  { weight: 20, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...oddities), fc.nat(2_000)).map(([text, times]) => text.repeat(times)),
  },
);

const edit: fc.Arbitrary<Edit> = fc.record({ at: fc.nat(10_000), cut: fc.nat(6), piece });

const applyEdit = (text: string, { at, cut, piece: added }: Edit): string => {
  const from = at % (text.length + 1);
  return text.slice(0, from) + added + text.slice(from + cut);
};

/** Texts that are good, or were before they were changed in up to five places, and some that never were. */
export function almost(originals: readonly string[]): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...originals), fc.array(edit, { maxLength: 5 }))
    .map(([original, edits]) => edits.reduce(applyEdit, original));
  return fc.oneof(
    { weight: 9, arbitrary: changed },
    { weight: 1, arbitrary: fc.array(piece).map((all) => all.join('')) },
  );
}

/** JSON texts whose objects have these members more often than others; `__proto__` is one like any other. */
export function jsonText(names: readonly string[], scalars: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '') },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  );
  const scalar = fc.constantFrom('null', 'true', '0', '-1.5e300', '1e999', '""', '"\\ud800"', '{}', '[]', ...scalars);
  return fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      scalar,
      fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      fc
        .array(fc.tuple(name, tie('node')), { maxLength: 5 })
        .map((members) => `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`),
    ),
  })).node;
}

/** Brackets or objects within each other, far deeper than anything that is used. */
const deepText = fc
  .tuple(fc.constantFrom('[', '{"a":', '[{"a":'), fc.nat(20_000))
  .map(([opening, depth]) => opening.repeat(depth));

/** Texts of one of these kinds, and now and then one that is very deep. */
export function jsonTexts(...kinds: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const often = kinds.map((arbitrary) => ({ weight: 100, arbitrary }));
  return fc.oneof(...often, { weight: 1, arbitrary: deepText });
}

/** Whether nobody can change anything in the value. */
export function isFrozenThroughout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenThroughout);
}
