import type { Identify } from '../config/personalize-options.js';
import { isReservedAttribute } from '../config/reserved-names.js';
import { isJsonObject } from '../core/json.js';
import { createRecord } from '../core/record.js';
import { hasControlCharacter } from '../core/text.js';
import type { Identity } from '../core/visitor-context.js';
import type { CallbackPiece, Complain } from './callback-piece.js';

const maxIdLength = 512;
const maxNameLength = 100;
const maxIdentifiers = 20;

/** Nobody in particular. */
export const anonymous: Identity = Object.freeze({});

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A whole number counts as its digits, unless it is so large that it may have been another one before it was parsed. */
function cleanId(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const id = value.trim();
  const isSound = id !== '' && id.length <= maxIdLength && id.isWellFormed() && !hasControlCharacter(id);
  return isSound ? id : undefined;
}

const isIdentifierName = (name: string): boolean =>
  name !== '' && name.length <= maxNameLength && !hasControlCharacter(name) && !isReservedAttribute(name);

/** An id is never mended by cutting it: that would be somebody else's. */
function cleanCustomerId(value: unknown, complain: Complain): string | undefined {
  if (isAbsent(value)) return undefined;
  const id = cleanId(value);
  if (id === undefined) {
    complain('customerId', `customerId is left out: it must be a string of 1 to ${maxIdLength} characters`);
  }
  return id;
}

function cleanIdentifiers(value: unknown, complain: Complain): Identity['userIdentifiers'] {
  if (isAbsent(value)) return undefined;
  if (!isJsonObject(value)) {
    complain('userIdentifiers', 'userIdentifiers is left out: it must be an object of strings');
    return undefined;
  }
  const identifiers = createRecord<string>();
  let count = 0;
  for (const [name, given] of Object.entries(value)) {
    if (isAbsent(given)) continue;
    const id = isIdentifierName(name) ? cleanId(given) : undefined;
    if (id === undefined || count === maxIdentifiers) {
      complain('userIdentifiers', `userIdentifiers is cut: at most ${maxIdentifiers} unreserved names with strings`);
      continue;
    }
    identifiers[name] = id;
    count += 1;
  }
  return count === 0 ? undefined : Object.freeze(identifiers);
}

/** By plain literals: of members spread in, V8 makes a shape anew for each visitor, which the old space has to bear. */
function createIdentity(customerId: string | undefined, userIdentifiers: Identity['userIdentifiers']): Identity {
  if (userIdentifiers === undefined) return customerId === undefined ? anonymous : Object.freeze({ customerId });
  return Object.freeze(customerId === undefined ? { userIdentifiers } : { customerId, userIdentifiers });
}

function cleanIdentity(value: unknown, complain: Complain): Identity {
  if (value === undefined || value === null) return anonymous;
  const known = isJsonObject(value) && ('customerId' in value || 'userIdentifiers' in value);
  if (!known) {
    const isEmpty = isJsonObject(value) && Object.keys(value).length === 0;
    if (!isEmpty) complain('shape', 'it must return an object with customerId or userIdentifiers');
    return anonymous;
  }
  const customerId = cleanCustomerId(value.customerId, complain);
  const userIdentifiers = cleanIdentifiers(value.userIdentifiers, complain);
  return createIdentity(customerId, userIdentifiers);
}

/** The `identify` option: an anonymous visitor where there is none, or where it fails. */
export function identityPiece(identify: Identify | undefined): CallbackPiece<Identity> {
  return {
    name: 'identify',
    warning: 'MOE_WARN_IDENTIFY',
    absent: anonymous,
    callback: identify,
    clean: cleanIdentity,
  };
}
