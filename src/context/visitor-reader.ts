import type { Request, Response } from 'express';
import type { ContextOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { Identity, VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { createPieceReader } from './callback-piece.js';
import { createClientIpFinder } from './client-ip.js';
import { attributesPiece, mergeAttributes } from './custom-attributes.js';
import { anonymous, identityPiece } from './identity.js';
import { readLocalTime } from './local-time.js';
import { createQueryReader } from './query-attributes.js';
import type { Attributes } from './query-attributes.js';
import { readRememberedAttributes, rememberAttributes } from './remembered-utm.js';
import { readAgent } from './user-agent.js';
import { createTimeZoneFinder } from './visitor-zone.js';

/** Turns requests into `VisitorContext`s. */
export interface VisitorReader {
  /**
   * Keeps the landing page's query attributes, where `rememberUtm` asks for it. Sets a cookie, so it runs before the
   * page does. Must not throw.
   */
  remember(req: Request, res: Response): void;
  /** All that the request itself tells: no identity yet, and only the query attributes. Must not throw. */
  read(req: Request): VisitorContext;
  /**
   * The same with what the application's callbacks say; at once where they answer at once. `visitor` is what was read
   * before, if it was. A callback that throws, or hangs past the deadline, costs its own piece. `deadline` is absolute,
   * on the clock's monotonic scale. Must not throw or reject.
   */
  complete(
    req: Request,
    visitor: VisitorContext | undefined,
    deadline: number,
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
): (req: Request) => Facts {
  const { queryAttributes: names, rememberUtm } = options;
  const findClientIp = createClientIpFinder(options, warnings);
  const findTimeZone = createTimeZoneFinder(options.timeZone, warnings);
  const readQuery = createQueryReader(names);
  const readAttributes = (req: Request): Attributes =>
    rememberUtm ? readRememberedAttributes(req, names) : readQuery(req.url);

  return (req) => {
    const time = readLocalTime(findTimeZone(req), clock.now());
    const agent = readAgent(req.headers['user-agent']);
    return {
      ipAddress: findClientIp(req),
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

  const readFacts = createFactsReader(options, ports);

  return {
    remember(req, res) {
      if (!rememberUtm) return;
      try {
        rememberAttributes(req, res, names);
      } catch {
        warnings.once('MOE_WARN_INTERNAL', 'rememberUtm', 'A page could not set the cookie of rememberUtm');
      }
    },

    read(req) {
      const facts = readFacts(req);
      return createVisitor({ identity: anonymous, attributes: facts.queryAttributes }, facts);
    },

    complete(req, visitor, deadline) {
      if (options.identify === undefined && options.attributes === undefined) return visitor ?? this.read(req);
      const facts = visitor ?? readFacts(req);
      // Both start before either is waited for.
      const identity = readIdentity(req, deadline);
      const custom = readCustomAttributes(req, deadline);
      const conclude = (who: Identity, more: Attributes): VisitorContext =>
        createVisitor({ identity: who, attributes: mergeAttributes(facts.queryAttributes, more) }, facts);
      if (!(identity instanceof Promise) && !(custom instanceof Promise)) return conclude(identity, custom);
      return Promise.all([identity, custom]).then((answers) => conclude(...answers));
    },
  };
}
