import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** An answer with its header lines in the order in which they came; names in lower case. */
export interface Answer {
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** A character each byte. */
  readonly body: string;
}

export interface Question {
  readonly method: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Directive {
  readonly name: string;
  readonly argument: string | undefined;
}

/** RFC 9111, 5.2: `token [ "=" ( token / quoted-string ) ]`, separated by commas, names in any case. */
export function parseDirectives(value: string): readonly Directive[] {
  const pattern = /[\s,]*([^\s,="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?/gy;
  return [...value.matchAll(pattern)].map(([, name = '', quoted, token]) => ({
    name: name.toLowerCase(),
    argument: quoted?.replace(/\\(.)/g, '$1') ?? token,
  }));
}

/** All lines of a header as one value; `undefined` where there is none. */
export function headerOf({ lines }: Answer, name: string): string | undefined {
  const values = lines.filter(([found]) => found === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

const heuristic: readonly number[] = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];
const isFuture = (date: string | undefined): boolean => date !== undefined && Date.parse(date) > Date.now();

type ControlRule = 'isPrivate' | 'isNeverStored' | 'isForAuthorized' | 'isExplicit';

/** What the value has to say in the rules of RFC 9111, 3. */
function readControl(control: string | undefined): Readonly<Record<ControlRule, boolean>> {
  const directives = parseDirectives(control ?? '');
  const has = (...names: readonly string[]): boolean => directives.some(({ name }) => names.includes(name));
  return {
    isPrivate: directives.some(({ name, argument }) => name === 'private' && argument === undefined),
    isNeverStored: has('no-store') && !has('must-understand'),
    isForAuthorized: has('public', 's-maxage', 'must-revalidate'),
    isExplicit: has('public', 's-maxage', 'max-age'),
  };
}

/** RFC 9111, 3, with this value in the place of `Cache-Control`. A 304 renews what is stored, by the same rules. */
function rfc9111(question: Question, answer: Answer, control: string | undefined, heedsExpires = true): boolean {
  const { isPrivate, isNeverStored, isForAuthorized, isExplicit } = readControl(control);
  if (!['GET', 'HEAD'].includes(question.method) || isPrivate || isNeverStored) return false;
  if ('authorization' in question.headers && !isForAuthorized) return false;
  const hasExpires = heedsExpires && headerOf(answer, 'expires') !== undefined;
  return isExplicit || hasExpires || answer.status === 304 || heuristic.includes(answer.status);
}

/** RFC 9213: the first of these that is there stands in for `Cache-Control` and `Expires`. */
const targeted =
  (...names: readonly string[]): MayStore =>
  (question, answer) => {
    const value = names.map((name) => headerOf(answer, name)).find((found) => found !== undefined);
    return rfc9111(question, answer, value ?? headerOf(answer, 'cache-control'), value === undefined);
  };

const nginxRefuses = (control: string): boolean => /no-cache|no-store|private|(?:^|[ ,])max-age=0/i.test(control);

/** With `proxy_cache_valid any`. An nginx before 1.23 heeds whichever comes first of `Expires` and `Cache-Control`. */
const nginx =
  (heedsFirst: boolean): MayStore =>
  (question, answer) => {
    if (question.method !== 'GET' || headerOf(answer, 'set-cookie') !== undefined) return false;
    const accelerated = headerOf(answer, 'x-accel-expires');
    if (accelerated !== undefined) return accelerated !== '0';
    const first = answer.lines.find(([name]) => name === 'expires' || name === 'cache-control');
    if (heedsFirst && first?.[0] === 'expires') return isFuture(first[1]);
    const control = headerOf(answer, 'cache-control');
    if (control !== undefined) return !nginxRefuses(control);
    const expires = headerOf(answer, 'expires');
    return expires === undefined || isFuture(expires);
  };

/** Takes commas in quotes for separators, and `public` or `s-maxage` anywhere for the last word. */
function hasty(question: Question, answer: Answer): boolean {
  const parts = (headerOf(answer, 'cache-control') ?? '').toLowerCase().split(',');
  const names = parts.map((part) => part.replace(/=.*/, '').replace(/"/g, '').trim());
  if (names.includes('public') || names.includes('s-maxage')) return true;
  return question.method === 'GET' && !names.includes('private') && !names.includes('no-store');
}

export type CacheKind =
  'RFC 9111' | 'RFC 9213' | 'Cloudflare' | 'surrogate' | 'edge' | 'nginx' | 'old nginx' | 'HTTP/1.0' | 'hasty';

type MayStore = (question: Question, answer: Answer) => boolean;

/** Caches of different minds: for each, whether it may store the answer. */
export const sharedCaches: Readonly<Record<CacheKind, MayStore>> = {
  'RFC 9111': targeted(),
  'RFC 9213': targeted('cdn-cache-control'),
  Cloudflare: targeted('cloudflare-cdn-cache-control', 'cdn-cache-control'),
  surrogate: targeted('surrogate-control'),
  edge: targeted('edge-control'),
  nginx: nginx(false),
  'old nginx': nginx(true),
  'HTTP/1.0': (_question, answer) => isFuture(headerOf(answer, 'expires')),
  hasty,
};

/** The names of those that would store the answer. */
export function storedBy(question: Question, answer: Answer): readonly string[] {
  return Object.entries(sharedCaches)
    .filter(([, mayStore]) => mayStore(question, answer))
    .map(([name]) => name);
}

function linesOf({ rawHeaders }: IncomingMessage): Answer['lines'] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  );
}

/** Asks over a socket of its own. */
export function ask(origin: string, path: string, question: Partial<Question> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = question;
    const sent = httpRequest(origin + path, { method, headers, agent: false }, (response) => {
      buffer(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, lines: linesOf(response), body: body.toString('latin1') });
      }, reject);
    });
    sent.on('error', reject).end();
  });
}

export interface SharedCache {
  /** As visitors get it: what is stored, for whoever it was made, else what the origin says now. */
  get(path: string, headers?: Question['headers']): Promise<Answer>;
  /** Bodies that are stored, by path. */
  readonly stored: ReadonlyMap<string, Answer>;
}

/** A shared cache of one kind before an origin, at its worst: what it may store it keeps for ever and gives to everybody. */
export function createSharedCache(kind: CacheKind, origin: string): SharedCache {
  const stored = new Map<string, Answer>();
  return {
    stored,
    async get(path, headers = {}) {
      const hit = stored.get(path);
      if (hit) return hit;
      const answer = await ask(origin, path, { headers });
      if (sharedCaches[kind]({ method: 'GET', headers }, answer)) stored.set(path, answer);
      return answer;
    },
  };
}
