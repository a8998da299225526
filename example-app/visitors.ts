import type { Request } from 'express';
import { readCookie } from './cookies.js';

export const visitorCookie = 'shop_visitor';

/** Somebody to try the shop as. What the marketer knows about them stands in `experiences.yaml`. */
export interface Visitor {
  /** Customer id; empty for a visitor who has not signed in. */
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

const anonymous: Visitor = { id: '', name: 'Not signed in', note: 'Anonymous' };

export const visitors: readonly Visitor[] = [
  anonymous,
  { id: 'user_8821', name: 'Meera Iyer', note: 'Gold member, 31 orders' },
  { id: 'user_5140', name: 'Tom Whitfield', note: 'New, no order yet' },
  { id: 'user_2067', name: 'Aiko Tanaka', note: 'Away for 14 months' },
];

export function findVisitor(id: string | undefined): Visitor | undefined {
  return visitors.find((visitor) => visitor.id === id);
}

/** The cookie is not signed, which a real shop's would be; it can only name somebody on the list. */
export function currentVisitor(req: Request): Visitor {
  return findVisitor(readCookie(req, visitorCookie)) ?? anonymous;
}
