import fc from 'fast-check';
import { isJsonObject } from '../../src/core/json.js';
import { heroAnswer } from './hero.js';

const memberName = fc.oneof(
  fc.constantFrom('experiences', 'payload', 'experience_context', 'value', 'data_type', '__proto__', 'constructor'),
  fc.string({ maxLength: 4 }),
);

/** JSON text, so that `__proto__` is a member as any other, as it is on the wire. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom('null', 'true', '0', '-1.5e300', '""', '"42"', '"{\\"a\\":1}"', '"json"', '"number"', '1e999'),
    fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(memberName, tie('json')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`),
  ),
}));

const heroMember = heroAnswer.slice('{"experiences":{'.length, -'}}'.length);

/** The hero as it is, before or after an experience that is anything, beside members that are anything. */
const besideAnything = fc.tuple(json, json, fc.boolean()).map(([odd, more, isFirst]) => {
  const members = isFirst ? [heroMember, `"odd":${odd}`] : [`"odd":${odd}`, heroMember];
  return `{"failures":${more},"experiences":{${members.join()}},"more":${more}}`;
});

const scrap = fc.oneof(fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\\', '\0', 'é', '\u2028'), json);

/** Puts a scrap in the place of some of the text: at this share of it, for so many characters. */
const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 40 }), scrap);

const edited = fc.tuple(besideAnything, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([text, edits]) =>
  edits.reduce((before, [share, length, put]) => {
    const at = Math.floor(share * before.length);
    return before.slice(0, at) + put + before.slice(at + length);
  }, text),
);

const truncated = fc
  .tuple(besideAnything, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, share]) => text.slice(0, Math.floor(share * text.length)));

/** So many answers of which some part is broken; the same for the same seed. */
export function createMutants(seed: number, count: number): readonly string[] {
  const mutant = fc.oneof(
    { weight: 5, arbitrary: besideAnything },
    { weight: 4, arbitrary: edited },
    { weight: 1, arbitrary: truncated },
  );
  return fc.sample(mutant, { seed, numRuns: count });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wholeHero = `{${heroMember}}`;

/** Whether the hero came through whole, as anybody sees it who reads the text as JSON. */
export function holdsHero(text: string): boolean {
  const answer = parse(text);
  if (!isJsonObject(answer) || !isJsonObject(answer.experiences)) return false;
  return JSON.stringify({ 'home-hero': answer.experiences['home-hero'] }) === wholeHero;
}
