import type { NextFunction, Request, RequestHandler, Response } from 'express';

/**
 * A middleware that says nothing of a route's parameters, body or query, so that the handlers beside it keep the types
 * that Express reads from the path.
 */
export type PersonalizeHandler = <P, ReqBody, ReqQuery>(
  req: Request<P, unknown, ReqBody, ReqQuery>,
  res: Response,
  next: NextFunction,
) => void;

/** The handler under its looser type: ours reads nothing that the type parameters describe. */
export function loosen(handler: RequestHandler): PersonalizeHandler;
export function loosen(handler: RequestHandler): RequestHandler {
  return handler;
}
