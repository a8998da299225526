import { createHmac, createSecretKey } from 'node:crypto';
import type { AnswerQuestion } from '../core/answer-store.js';

export type SharedNames = Pick<AnswerQuestion, 'group' | 'isOwned' | 'names' | 'claim'>;

/** Names of one visitor's keys in a store, which tell nothing of either to who does not have the key of the hash. */
export interface NameMaker {
  /** `visitor`: what `VisitorKey` gives; `owner`: the `customerId`, where the visitor has one. */
  namesOf(visitor: string, owner: string | undefined, keys: readonly string[]): SharedNames;
  groupOf(owner: string): string;
}

/** 160 bits: nobody finds two equal ones. */
const nameLength = 27;

/** `vary`: what the visitor's text was made of, since processes that differ in that must not share. */
export function createNameMaker(key: Buffer, vary: readonly string[]): NameMaker {
  const secret = createSecretKey(key);
  // A list in JSON is unambiguous.
  const nameOf = (...parts: readonly unknown[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url').slice(0, nameLength);
  const groupOf = (owner: string): string => nameOf('customer', owner);
  // What does not depend on who somebody is belongs to nobody.
  const isPersonal = vary.includes('identity');
  return {
    groupOf,
    namesOf: (visitor, owner, keys) => ({
      group: isPersonal && owner !== undefined ? groupOf(owner) : nameOf('visitor', vary, visitor),
      isOwned: isPersonal && owner !== undefined,
      names: keys.map((each) => nameOf('answer', vary, visitor, each)),
      claim: nameOf('question', vary, visitor, [...keys].sort()),
    }),
  };
}
