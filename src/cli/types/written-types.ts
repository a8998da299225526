import { scanTokens } from './scan.js';
import type { Token } from './scan.js';
import { isMark, readMembers } from './written-members.js';
import type { WrittenMember } from './written-members.js';

/** An experience as a file has it. */
export interface WrittenExperience {
  /** Its type, word for word. */
  readonly source: string;
  /** The day on which its payload was last seen, as the comment before it says. */
  readonly day: string | undefined;
  /** Its type, in words that do not depend on how it is formatted. */
  readonly meaning: string;
  /** Its variables, each with its type in such words. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Experience keys as a file has them, in its order. */
export type WrittenTypes = ReadonlyMap<string, WrittenExperience>;

const seenAtEnd = /[Ss]een (\d{4}-\d\d-\d\d)\. \*\/\s*$/;

/** The same for the same type, however it is broken into lines, separated and quoted. */
function meaningOf(type: readonly Token[]): string {
  const words = type.filter((token, index) => {
    const leads = isMark(token, '|') && (index === 0 || isMark(type[index - 1], ':', '(', '<'));
    return !leads && !isMark(token, ';', ',');
  });
  return JSON.stringify(words.map(({ value }) => value));
}

function variablesOf(type: readonly Token[]): ReadonlyMap<string, string> {
  const members = readMembers(type) ?? [];
  return new Map(
    members.map((member) => [member.name.value, `${String(member.isOptional)} ${meaningOf(member.type)}`]),
  );
}

function readExperience(source: string, { name, type }: WrittenMember): WrittenExperience {
  // What stands before the name ends with its own comment.
  const day = seenAtEnd.exec(source.slice(0, name.start))?.[1];
  const [first, last] = [type[0], type.at(-1)];
  return {
    source: first && last ? source.slice(first.start, last.end) : '',
    day,
    meaning: meaningOf(type),
    variables: variablesOf(type),
  };
}

/** The members of `experiences` in the first `interface Register` that writes them out. */
function findExperiences(tokens: readonly Token[]): readonly WrittenMember[] | undefined {
  const starts = tokens.flatMap(({ value }, index) => {
    const isRegister = value === 'interface' && tokens[index + 1]?.value === 'Register';
    return isRegister && isMark(tokens[index + 2], '{') ? [index + 2] : [];
  });
  for (const start of starts) {
    const registered = readMembers(tokens.slice(start))?.find(({ name }) => name.value === 'experiences');
    const members = registered && readMembers(registered.type);
    if (members) return members;
  }
  return undefined;
}

/**
 * The experiences that a file registers, whether this command wrote it or a person did. `undefined` where it registers
 * none in so many words: a name that stands for them is not looked up.
 */
export function readWrittenTypes(source: string): WrittenTypes | undefined {
  const members = findExperiences(scanTokens(source));
  return members && new Map(members.map((member) => [member.name.value, readExperience(source, member)]));
}
