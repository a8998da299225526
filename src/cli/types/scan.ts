/** A word, a text or a mark of TypeScript; comments and spaces are between them. */
export interface Token {
  readonly kind: 'name' | 'text' | 'mark';
  /** A text's is its value, without quotes and escapes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<gap>\s+|\/\/[^\n]*|\/\*[^]*?\*\/)|(?<name>[\p{ID_Continue}$]+)|(?<text>'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|`(?:[^`\\]|\\[^])*`)|(?<mark>=>|[^])/gu;

const escape = /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([^]))/giu;
const short: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
]);

const maxCodePoint = 0x10ffff;

/** The value of a literal, its quotes given. */
function unquote(literal: string): string {
  return literal.slice(1, -1).replace(escape, (whole, braced?: string, four?: string, two?: string, one?: string) => {
    const digits = braced ?? four ?? two;
    const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    if (code <= maxCodePoint) return String.fromCodePoint(code);
    return one === undefined ? whole : (short.get(one) ?? one);
  });
}

/** The tokens of a declaration file. Anything can be scanned; what is no TypeScript gives tokens of no use. */
export function scanTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { index, 0: all, groups = {} } of source.matchAll(pattern)) {
    const place = { start: index, end: index + all.length };
    if (groups.name !== undefined) tokens.push({ kind: 'name', value: all, ...place });
    else if (groups.text !== undefined) tokens.push({ kind: 'text', value: unquote(all), ...place });
    else if (groups.mark !== undefined) tokens.push({ kind: 'mark', value: all, ...place });
  }
  return tokens;
}
