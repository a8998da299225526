/** Past names under which ICU, and so `Intl`, still answers for zones that the IANA database has renamed. */
const renamedZones: ReadonlyMap<string, string> = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Catamarca', 'America/Argentina/Catamarca'],
  ['America/Coral_Harbour', 'America/Atikokan'],
  ['America/Cordoba', 'America/Argentina/Cordoba'],
  ['America/Godthab', 'America/Nuuk'],
  ['America/Indianapolis', 'America/Indiana/Indianapolis'],
  ['America/Jujuy', 'America/Argentina/Jujuy'],
  ['America/Louisville', 'America/Kentucky/Louisville'],
  ['America/Mendoza', 'America/Argentina/Mendoza'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
]);

/** Letters first: newer engines also take `+05:30`, which is an offset and not a zone. The longest IANA name has 32. */
const zoneName = /^[a-z][\w+/-]{0,63}$/i;

function resolveTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** In lower case, and only names that exist, so it can't outgrow the zone database (some 600 names). */
const canonicalNames = new Map<string, string>();

/**
 * The one spelling of an IANA zone: links resolved, case mended, today's name; `undefined` for what is no zone. Remembers
 * the zones it has seen.
 */
export function canonicalTimeZone(name: string): string | undefined {
  if (!zoneName.test(name)) return undefined;
  const id = name.toLowerCase();
  const known = canonicalNames.get(id);
  if (known !== undefined) return known;
  const resolved = resolveTimeZone(name);
  if (resolved === undefined) return undefined;
  const renamed = renamedZones.get(resolved) ?? resolved;
  // A runtime with an old zone database may not know the newer name.
  const canonical = resolveTimeZone(renamed) === undefined ? resolved : renamed;
  canonicalNames.set(id, canonical);
  return canonical;
}
