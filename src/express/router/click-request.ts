import type { IncomingMessage, ServerResponse } from 'node:http';

/** The token of a link that counts; empty where there is none. */
export function readClickToken({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  const start = url.indexOf('?');
  return (start === -1 ? null : new URLSearchParams(url.slice(start)).get('t')) ?? '';
}

/** For a link that leads nowhere. */
export function answerNoTarget(res: ServerResponse): void {
  res.setHeader('Cache-Control', 'no-store');
  res.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
}
