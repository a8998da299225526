import type { Request, RequestHandler, Response } from 'express';
import type { ExperienceMap } from '../core/experience.js';
import { createPersonalization } from './personalization.js';
import type { Personalization } from './personalization.js';
import { Page } from './page.js';
import type { PageOptions, PagePorts } from './page.js';
import { parsePageRequest } from './page-request.js';
import type { ParsedPageRequest } from './page-request.js';
import { loosen } from './personalize-handler.js';
import type { PersonalizeHandler } from './personalize-handler.js';
import { renderAfter } from './render.js';
import { reportInternal } from './report-internal.js';
import { keysAhead } from './route-keys.js';
import type { HandlerKeys } from './route-keys.js';

interface AttachedPage {
  readonly page: Page;
  readonly personalization: Personalization<ExperienceMap>;
}

/** Finds the page of a request, making and attaching it where there is none yet. */
function createAttach(options: PageOptions, ports: PagePorts): (req: Request, res: Response) => Page {
  const pages = new WeakMap<Response, AttachedPage>();
  const { localsKey } = options;

  /** Again where the application has replaced its locals since. */
  const publish = (res: Response, { personalization }: AttachedPage): void => {
    const found: unknown = Reflect.get(res.locals, localsKey);
    if (found === personalization) return;
    if (found !== undefined) {
      ports.warnings.once('MOE_WARN_LOCALS_TAKEN', localsKey, `res.locals.${localsKey} was taken and is replaced`);
    }
    Object.assign(res.locals, { [localsKey]: personalization });
  };

  return (req, res) => {
    const known = pages.get(res);
    if (known) {
      publish(res, known);
      return known.page;
    }
    const page = new Page(req, res, options, ports);
    const attached: AttachedPage = { page, personalization: createPersonalization(page) };
    pages.set(res, attached);
    publish(res, attached);
    ports.reader.remember(req, res);
    renderAfter(req, res, () => page.beforeRender());
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
      const waiting = guard(() => {
        const page = attach(req, res);
        for (const later of keysAhead(req, personalizePage, known)) void page.ask(later, timeoutMs);
        return page.ask(keys, timeoutMs);
      });
      if (waiting === undefined || wait === 'render') next();
      else
        void waiting.then(() => {
          next();
        });
    };
    known.set(personalizePage, { keys, timeoutMs });
    return personalizePage;
  };

  const attachOnly: RequestHandler = (req, res, next) => {
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
