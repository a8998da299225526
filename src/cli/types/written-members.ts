import type { Token } from './scan.js';

/** A member as it is written: its name and the tokens of its type. */
export interface WrittenMember {
  readonly name: Token;
  readonly isOptional: boolean;
  readonly type: readonly Token[];
}

export const isMark = (token: Token | undefined, ...values: readonly string[]): boolean =>
  token?.kind === 'mark' && values.includes(token.value);

const opening = ['{', '[', '(', '<'];
const closing = ['}', ']', ')', '>'];

/** Index behind the bracket that closes the one at `from`; the length where there is none. */
function behindBracket(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    if (isMark(tokens[index], ...opening)) depth += 1;
    if (isMark(tokens[index], ...closing)) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}

/** The name at this place and where its type begins, if a member begins here. */
function memberAt(tokens: readonly Token[], at: number): { name: Token; optional: boolean; from: number } | undefined {
  const name = tokens[at];
  if (name === undefined || name.kind === 'mark') return undefined;
  const optional = isMark(tokens[at + 1], '?');
  const colon = optional ? at + 2 : at + 1;
  return isMark(tokens[colon], ':') ? { name, optional, from: colon + 1 } : undefined;
}

/** Index of what ends the type that begins at `from`: a separator, the next member, or the end. */
function endOfType(tokens: readonly Token[], from: number): number {
  let index = from;
  while (index < tokens.length && !isMark(tokens[index], ';', ',')) {
    // Whoever writes no semicolons ends a member with its line; `a ? b : c` is not looked for in a payload's type.
    if (index > from && !isMark(tokens[index - 1], '|', '&') && memberAt(tokens, index)) return index;
    index = isMark(tokens[index], ...opening) ? behindBracket(tokens, index) : index + 1;
  }
  return index;
}

/**
 * The members of the object type that opens these tokens; `undefined` where none does. What is no plain member, such as
 * an index signature, is passed over.
 */
export function readMembers(tokens: readonly Token[]): readonly WrittenMember[] | undefined {
  if (!isMark(tokens[0], '{')) return undefined;
  const inner = tokens.slice(1, behindBracket(tokens, 0) - 1);
  const members: WrittenMember[] = [];
  let index = 0;
  while (index < inner.length) {
    const member = memberAt(inner, index);
    const end = member ? endOfType(inner, member.from) : index;
    if (member) members.push({ name: member.name, isOptional: member.optional, type: inner.slice(member.from, end) });
    if (member) index = end;
    else index = isMark(inner[index], ...opening) ? behindBracket(inner, index) : index + 1;
  }
  return members;
}
