import { hash } from 'node:crypto';
import type { Request, Response } from 'express';

/** The browser script, as the router serves it. */
export interface ServedScript {
  /** The name that stands for this very text. */
  readonly name: string;
  readonly handle: (req: Request, res: Response) => void;
}

/** A year, after which HTTP knows no difference. */
const forever = 'public, max-age=31536000, immutable';

/** Of names that stand for whichever script there is. */
const briefly = 'public, max-age=300';

/** `GET` of the script, by the name of its text, by `script.js` or by the name of an earlier text. */
export function createScriptHandler(script: string): ServedScript {
  const body = Buffer.from(script);
  const digest = hash('sha256', body, 'hex').slice(0, 16);
  const name = `script-${digest}.js`;
  return {
    name,
    handle(req, res) {
      res.set({
        'Cache-Control': req.path === `/${name}` ? forever : briefly,
        'Content-Type': 'text/javascript; charset=utf-8',
        'X-Content-Type-Options': 'nosniff',
        ETag: `"${digest}"`,
      });
      res.send(body);
    },
  };
}
