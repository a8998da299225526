import type { Request, Response } from 'express';
import type { ContextOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { LocalTime, VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { createPieceReader } from './callback-piece.js';
import { createClientIpFinder } from './client-ip.js';
import { attributesPiece, mergeAttributes } from './custom-attributes.js';
import { anonymous, identityPiece } from './identity.js';
import { readLocalTime } from './local-time.js';
import { readQueryAttributes } from './query-attributes.js';
import type { Attributes } from './query-attributes.js';
import { readRememberedAttributes, rememberAttributes } from './remembered-utm.js';
import { readAgent } from './user-agent.js';
import type { Agent } from './user-agent.js';
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
   * The same with what the application's callbacks say. A callback that throws, or hangs past the deadline, costs its
   * own piece. `deadline` is absolute, on the clock's monotonic scale. Never rejects.
   */
  complete(req: Request, visitor: VisitorContext, deadline: number): Promise<VisitorContext>;
}

type Answers = Pick<VisitorContext, 'identity' | 'ipAddress' | 'queryAttributes' | 'attributes'>;

/** Own accessors for what the User-Agent says, so that only a page which reads it pays for the parsing. */
function createVisitor(answers: Answers, time: LocalTime, agent: Agent): VisitorContext {
  return Object.freeze({
    identity: answers.identity,
    ipAddress: answers.ipAddress,
    userAgent: agent.userAgent,
    get device() {
      return agent.device;
    },
    get os() {
      return agent.os;
    },
    get browser() {
      return agent.browser;
    },
    timeZone: time.timeZone,
    dayOfWeek: time.dayOfWeek,
    hourOfDay: time.hourOfDay,
    utcOffsetSeconds: time.utcOffsetSeconds,
    queryAttributes: answers.queryAttributes,
    attributes: answers.attributes,
  });
}

export function createVisitorReader(
  options: ContextOptions,
  ports: { readonly clock: Clock; readonly warnings: Warnings },
): VisitorReader {
  const { clock, warnings } = ports;
  const { queryAttributes: names, rememberUtm } = options;
  const findClientIp = createClientIpFinder(options, warnings);
  const findTimeZone = createTimeZoneFinder(options.timeZone, warnings);
  const readIdentity = createPieceReader(identityPiece(options.identify), ports);
  const readCustomAttributes = createPieceReader(attributesPiece(options.attributes), ports);
  const readAttributes = (req: Request): Attributes =>
    rememberUtm ? readRememberedAttributes(req, names) : readQueryAttributes(req.url, names);

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
      const attributes = readAttributes(req);
      return createVisitor(
        { identity: anonymous, ipAddress: findClientIp(req), queryAttributes: attributes, attributes },
        readLocalTime(findTimeZone(req), clock.now()),
        readAgent(req.headers['user-agent']),
      );
    },

    async complete(req, visitor, deadline) {
      if (options.identify === undefined && options.attributes === undefined) return visitor;
      // Both start before either is waited for.
      const pendingIdentity = readIdentity(req, deadline);
      const pendingAttributes = readCustomAttributes(req, deadline);
      const identity = await pendingIdentity;
      const attributes = mergeAttributes(visitor.queryAttributes, await pendingAttributes);
      const { ipAddress, queryAttributes } = visitor;
      return createVisitor({ identity, ipAddress, queryAttributes, attributes }, visitor, visitor);
    },
  };
}
