import type { Request, Response } from 'express';
import type { Consent, ReadConsent } from '../config/personalize-options.js';
import type { ContextOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { Identity, VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { createPieceReader } from './callback-piece.js';
import { createClientIpFinder } from './client-ip.js';
import { createConsentReader } from './consent.js';
import { attributesPiece, mergeAttributes } from './custom-attributes.js';
import { anonymous, identityPiece } from './identity.js';
import { maskIp } from './ip-address.js';
import { readLocalTime } from './local-time.js';
import { createQueryReader } from './query-attributes.js';
import type { Attributes } from './query-attributes.js';
import { readRememberedAttributes, rememberAttributes } from './remembered-utm.js';
import { createProxyCheck } from './proxy-warnings.js';
import { readAgent } from './user-agent.js';
import { createVisitReader } from './visit.js';
import type { ReadVisit } from './visit.js';
import { createTimeZoneFinder } from './visitor-zone.js';

/** Turns requests into `VisitorContext`s. */
export interface VisitorReader {
  /**
   * Keeps the landing page's query attributes, where `rememberUtm` asks for it. Sets a cookie, so it runs before the
   * page does. Must not throw.
   */
  remember(req: Request, res: Response): void;
  /** What may be done for the visitor. Must not throw. */
  readonly consent: ReadConsent;
  /** Who looks at the page. Must not throw. */
  readonly visit: ReadVisit;
  /** All that the request itself tells: no identity yet, and only the query attributes. Must not throw. */
  read(req: Request, consent: Consent): VisitorContext;
  /**
   * The same with what the application's callbacks say; at once where they answer at once. `visitor` is what was read
   * before, if it was. A callback that throws, or hangs past the deadline, costs its own piece. `deadline` is absolute,
   * on the clock's monotonic scale. Who has not agreed to it is not identified. Must not throw or reject.
   */
  complete(
    req: Request,
    visitor: VisitorContext | undefined,
    limits: { readonly deadline: number; readonly consent: Consent },
  ): VisitorContext | Promise<VisitorContext>;
}

/** What the application's callbacks say; the rest is what the request tells. */
type Answers = Pick<VisitorContext, 'identity' | 'attributes'>;
type Facts = Omit<VisitorContext, keyof Answers>;

function createVisitor({ identity, attributes }: Answers, facts: Facts): VisitorContext {
  return Object.freeze({
    identity,
    ipAddress: facts.ipAddress,
    userAgent: facts.userAgent,
    device: facts.device,
    os: facts.os,
    browser: facts.browser,
    timeZone: facts.timeZone,
    dayOfWeek: facts.dayOfWeek,
    hourOfDay: facts.hourOfDay,
    utcOffsetSeconds: facts.utcOffsetSeconds,
    queryAttributes: facts.queryAttributes,
    attributes,
  });
}

function createFactsReader(
  options: ContextOptions,
  { clock, warnings }: { readonly clock: Clock; readonly warnings: Warnings },
): (req: Request, consent: Consent) => Facts {
  const { queryAttributes: names, rememberUtm } = options;
  const checkProxy = createProxyCheck(warnings);
  const findClientIp = createClientIpFinder(options, warnings);
  const findTimeZone = createTimeZoneFinder(options.timeZone, warnings);
  const readQuery = createQueryReader(names);
  const readAttributes = (req: Request): Attributes =>
    rememberUtm ? readRememberedAttributes(req, names) : readQuery(req.url);

  const readAddress = (req: Request, consent: Consent): string | undefined => {
    const address = findClientIp(req);
    checkProxy(req, address);
    return consent === 'full' || address === undefined ? address : maskIp(address);
  };

  return (req, consent) => {
    const time = readLocalTime(findTimeZone(req), clock.now());
    const agent = readAgent(req.headers['user-agent']);
    return {
      ipAddress: readAddress(req, consent),
      userAgent: agent.userAgent,
      device: agent.device,
      os: agent.os,
      browser: agent.browser,
      timeZone: time.timeZone,
      dayOfWeek: time.dayOfWeek,
      hourOfDay: time.hourOfDay,
      utcOffsetSeconds: time.utcOffsetSeconds,
      queryAttributes: readAttributes(req),
    };
  };
}

export function createVisitorReader(
  options: ContextOptions,
  ports: { readonly clock: Clock; readonly warnings: Warnings },
): VisitorReader {
  const { warnings } = ports;
  const { queryAttributes: names, rememberUtm } = options;
  const readIdentity = createPieceReader(identityPiece(options.identify), ports);
  const readCustomAttributes = createPieceReader(attributesPiece(options.attributes), ports);

  const readConsent = createConsentReader(options.consent, warnings);
  const readFacts = createFactsReader(options, ports);

  return {
    remember(req, res) {
      // A cookie is kept with full consent only.
      if (!rememberUtm || readConsent(req) !== 'full') return;
      try {
        rememberAttributes(req, res, names);
      } catch {
        warnings.once('MOE_WARN_INTERNAL', 'rememberUtm', 'A page could not set the cookie of rememberUtm');
      }
    },

    consent: readConsent,
    visit: createVisitReader(options, warnings),

    read(req, consent) {
      const facts = readFacts(req, consent);
      return createVisitor({ identity: anonymous, attributes: facts.queryAttributes }, facts);
    },

    complete(req, visitor, { deadline, consent }) {
      if (options.identify === undefined && options.attributes === undefined) return visitor ?? this.read(req, consent);
      const facts = visitor ?? readFacts(req, consent);
      // Both start before either is waited for.
      const identity = consent === 'full' ? readIdentity(req, deadline) : anonymous;
      const custom = readCustomAttributes(req, deadline);
      const conclude = (who: Identity, more: Attributes): VisitorContext =>
        createVisitor({ identity: who, attributes: mergeAttributes(facts.queryAttributes, more) }, facts);
      if (!(identity instanceof Promise) && !(custom instanceof Promise)) return conclude(identity, custom);
      return Promise.all([identity, custom]).then((answers) => conclude(...answers));
    },
  };
}
