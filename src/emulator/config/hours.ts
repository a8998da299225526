const hoursOfDay = 24;

/** The hours of `"18-05"`, both ends included and past midnight if need be, or the one hour of `"7"`. */
function parseRange(text: string): readonly number[] {
  const [first = Number.NaN, last = first] = text.split('-').map(Number);
  const count = ((last - first + hoursOfDay) % hoursOfDay) + 1;
  return Array.from({ length: count }, (_, index) => (first + index) % hoursOfDay);
}

/** Hours as the wire spells them (`"00"` to `"23"`), from what the file says. */
export function parseHours(input: string | readonly (number | string)[]): ReadonlySet<string> {
  const parts = typeof input === 'string' ? [input] : input;
  const hours = parts.flatMap((part) => (typeof part === 'number' ? [part] : parseRange(part)));
  return new Set(hours.map((each) => String(each).padStart(2, '0')));
}
