/** What Node accepts by default for all headers together. Cookies past it are as good as not sent. */
const maxHeaderLength = 16_384;

/** The value of the first cookie of this name, as it was sent: not decoded, without surrounding quotes. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (!header?.includes(name)) return undefined;
  for (const pair of header.slice(0, maxHeaderLength).split(';')) {
    const separator = pair.indexOf('=');
    if (separator === -1 || pair.slice(0, separator).trim() !== name) continue;
    const value = pair.slice(separator + 1).trim();
    return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  }
  return undefined;
}
