/** Text of the API's, or of a file's, on its way to a terminal, which control characters would drive. */
export function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const maxListed = 10;

/** `'a', 'b', 'c'`; of a long list its beginning and how many there are besides. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, maxListed).map((name) => `'${printable(name)}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** `1 experience`, `2 experiences`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
