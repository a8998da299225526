import { escapeAttribute } from '../escape-attribute.js';

/** HTML that is safe to be written as it stands. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = string | number | Markup | readonly Markup[] | undefined;

const textOf = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  return typeof part === 'object' ? part.map(({ html: each }) => each).join('') : escapeAttribute(String(part));
};

/** A template whose parts are escaped, but for those that are markup themselves. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text + textOf(parts[index])).join(''));
}

/** The same in ASCII, which means itself in as good as every charset that a page may be in. */
export function toAscii({ html: text }: Markup): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}

const units = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** `1 h 59 min`: the largest unit that there is and the next, but no seconds beside minutes. */
export function spokenSeconds(seconds: number): string {
  let left = Math.max(0, Math.floor(seconds));
  const parts = units.flatMap(([length, unit]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count === 0 || (unit === 's' && seconds >= 60) ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(' ') || 'less than 1 s';
}

/** `12.3 ms`, or `4 s` from ten seconds on. */
export function spokenMs(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds.toFixed(1)} ms` : spokenSeconds(milliseconds / 1_000);
}
