import type { Request } from 'express';

/** A value, or the promise of one. A promise is waited for no longer than the page's deadline. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

/** Who is asking, as an application knows it; whatever is missing may also be `undefined` or `null`. */
export interface IdentityInput {
  /** The workspace's own id of the customer. A whole number counts as its decimal text. */
  readonly customerId?: string | number | null | undefined;
  /** Other identifiers (`u_em`, `u_mb`, custom ones), used by MoEngage where Identity Resolution is on. */
  readonly userIdentifiers?: Readonly<Record<string, string | null | undefined>> | null | undefined;
}

/** Tells who is asking. `undefined`, `null` or an empty identity: an anonymous visitor. */
export type Identify = (req: Request) => Awaitable<IdentityInput | null | undefined>;

/** Values that an in-session attribute may be given as; the wire takes strings. `undefined` and `null` are left out. */
export type AttributeValue = string | number | boolean | null | undefined;

/** Further in-session attributes of a request. */
export type ReadAttributes = (req: Request) => Awaitable<Readonly<Record<string, AttributeValue>> | null | undefined>;

/** Reads the visitor's zone from a request: an IANA name, or `undefined` where it is not known. Must be synchronous. */
export type ReadTimeZone = (req: Request) => string | undefined;

/** Reads the visitor's address from a request. Must be synchronous. */
export type ReadClientIp = (req: Request) => string | undefined;

/**
 * What may be done for a visitor. `'full'`: all of it. `'anonymous'`: experiences for whoever it is, with a masked address,
 * without identity and without reports. `'none'`: nothing leaves the process.
 */
export type Consent = 'full' | 'anonymous' | 'none';

/** Reads from a request what its visitor has agreed to. Must be synchronous. */
export type ReadConsent = (req: Request) => Consent;

/** Tells whether a request comes from a program without a visitor. Must be synchronous. */
export type IsBot = (req: Request) => boolean;
