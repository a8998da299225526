import type { Request, RequestHandler, Response } from 'express';
import { createPersonalization, pageBehind } from './personalization.js';
import { Page } from './page.js';
import type { PageOptions, PagePorts } from './page.js';
import { parsePageRequest } from './page-request.js';
import type { ParsedPageRequest } from './page-request.js';
import { loosen } from './personalize-handler.js';
import type { PersonalizeHandler } from './personalize-handler.js';
import { reportInternal } from './report-internal.js';
import { createLookAhead } from './route-keys.js';
import type { HandlerKeys } from './route-keys.js';
import { shareShapes } from './shared-shape.js';

/**
 * Finds the page of a request, making and attaching it where there is none yet. It is found again where its readers find
 * it, in the locals: a WeakMap would cost the garbage collector more. Where the application has replaced its locals since,
 * another page begins.
 */
function createAttach(options: PageOptions, ports: PagePorts): (req: Request, res: Response) => Page {
  const { everyPage, localsKey } = options;

  return (req, res) => {
    const { locals } = res;
    const found: unknown = Reflect.get(locals, localsKey);
    const known = pageBehind(found);
    if (known?.isOf(res, ports) === true) return known;
    if (found !== undefined) {
      ports.warnings.once('MOE_WARN_LOCALS_TAKEN', localsKey, `res.locals.${localsKey} was taken and is replaced`);
    }
    shareShapes(req, res);
    const page = new Page(req, res, options, ports);
    Reflect.set(locals, localsKey, createPersonalization(page));
    ports.reader.remember(req, res);
    // A page may render without having asked.
    if (everyPage.length > 0) page.renderLater();
    return page;
  };
}

/** The factory behind `personalize(…)`: each call parses its arguments and returns a middleware. */
export function createMiddleware(
  options: PageOptions,
  ports: PagePorts,
): (...args: readonly unknown[]) => PersonalizeHandler {
  const attach = createAttach(options, ports);
  const known: HandlerKeys = new WeakMap();

  /** Whatever goes wrong in here, the application's own handlers run. */
  const guard = (work: () => Promise<void> | undefined): Promise<void> | undefined => {
    try {
      return work();
    } catch (thrown) {
      reportInternal(thrown, ports.warnings);
      return undefined;
    }
  };

  const createPageHandler = ({ keys, wait, timeoutMs }: ParsedPageRequest): RequestHandler => {
    const personalizePage: RequestHandler = (req, res, next) => {
      if (ports.previews?.answers(req, res) === true) return;
      const waiting = guard(() => {
        const page = attach(req, res);
        for (const later of ahead(req)) void page.ask(later, timeoutMs);
        const asked = page.ask(keys, timeoutMs);
        if (asked && wait === 'render') page.renderLater();
        return asked;
      });
      if (waiting === undefined || wait === 'render') next();
      else
        void waiting.then(() => {
          next();
        });
    };
    known.set(personalizePage, { keys, timeoutMs });
    const ahead = createLookAhead(personalizePage, known);
    return personalizePage;
  };

  const attachOnly: RequestHandler = (req, res, next) => {
    if (ports.previews?.answers(req, res) === true) return;
    void guard(() => {
      attach(req, res);
      return undefined;
    });
    next();
  };

  return (...args) => {
    const request = parsePageRequest(args);
    return loosen(request ? createPageHandler(request) : attachOnly);
  };
}
