/** Requests that no browser of a visitor makes, for what is mounted at one path. */
export interface JunkRequests {
  /** The one of this number, as they are mixed; `undefined` for one in a hundred, which is to be too large. */
  readonly next: (count: number, token: string) => string | undefined;
  /** The beginning of one with a body of a megabyte. */
  readonly tooLarge: () => string;
  /** The beginning of one whose body is short, and yet to come. */
  readonly slow: () => string;
}

const sameOrigin = 'Sec-Fetch-Site: same-origin';

let addresses = 0;

/** An address that was not seen before, so that no limit holds for it. */
function unseen(): string {
  addresses += 1;
  return `X-Forwarded-For: 10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

const report = (...tokens: readonly string[]): string =>
  JSON.stringify({ events: tokens.map((token) => [token, 'shown']) });

const misshapen = (token: string): string => JSON.stringify({ events: [[token, 'clicked', 6], [token], 'shown'] });

/** The token with another character somewhere behind the id of its key. */
function forge(token: string): string {
  const at = 10 + Math.floor(Math.random() * (token.length - 12));
  return token.slice(0, at) + (token.charAt(at) === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

export function createJunkRequests(mount: string): JunkRequests {
  const post = (headers: readonly string[], body: string, length: number = body.length): string =>
    [`POST ${mount}/events HTTP/1.1`, 'Host: shop.example', ...headers, `Content-Length: ${length}`, '', body].join(
      '\r\n',
    );

  /** How many of a hundred there are of each. */
  const mixture: readonly (readonly [number, (token: string) => string])[] = [
    [30, (token) => post(['Sec-Fetch-Site: cross-site'], report(token))],
    [5, (token) => post(['Origin: https://evil.example'], report(token))],
    [20, (token) => post([sameOrigin, 'X-Forwarded-For: 192.0.2.1'], report(forge(token)))],
    [15, (token) => post([sameOrigin, unseen()], report(forge(token), forge(token), forge(token)))],
    [7, () => post([sameOrigin, unseen()], '{"events":[["x","shown"],[1],null,')],
    [5, (token) => post([sameOrigin, unseen()], misshapen(token))],
    [5, () => post([sameOrigin, unseen()], '')],
    [12, (token) => `GET ${mount}/click?t=${forge(token)} HTTP/1.1\r\nHost: shop.example\r\n\r\n`],
  ];
  const ninetyNine = mixture.flatMap(([share, make]) => Array.from({ length: share }, () => make));

  return {
    next: (count, token) => ninetyNine[count % 100]?.(token),
    tooLarge: () => post([sameOrigin, unseen()], 'x'.repeat(10_000), 1_000_000),
    slow: () => post([sameOrigin, unseen()], '{', 30_000),
  };
}
