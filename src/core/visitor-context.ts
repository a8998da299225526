/** Who is asking. Empty for an anonymous visitor, who gets the experiences meant for "All Users". */
export interface Identity {
  /** The workspace's own id of the customer. */
  readonly customerId?: string;
  /** Other identifiers (`u_em`, `u_mb`, custom ones), used by MoEngage where Identity Resolution is on. */
  readonly userIdentifiers?: Readonly<Record<string, string>>;
}

/** As the API spells them; it refuses any other spelling. */
export const daysOfWeek = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export type DayOfWeek = (typeof daysOfWeek)[number];

export function isDayOfWeek(value: unknown): value is DayOfWeek {
  return daysOfWeek.some((day) => day === value);
}

export interface Device {
  /** `desktop` where the User-Agent names no other kind; `undefined` without a User-Agent. */
  readonly type: string | undefined;
  readonly vendor: string | undefined;
  readonly model: string | undefined;
}

/** A named and versioned program: the browser or the operating system. */
export interface Software {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** Day and hour where the visitor is. All from one instant in one zone. */
export interface LocalTime {
  /** IANA name. */
  readonly timeZone: string;
  readonly dayOfWeek: DayOfWeek;
  /** `"00"` to `"23"`. */
  readonly hourOfDay: string;
  /** Seconds, positive east of Greenwich. */
  readonly utcOffsetSeconds: number;
}

/** What one request tells about its visitor. Frozen; every member is an own property, so that any view can read it. */
export interface VisitorContext extends LocalTime {
  readonly identity: Identity;
  /** One IPv4 or IPv6 address without port or zone id; masked where `anonymizeIp` is on. */
  readonly ipAddress: string | undefined;
  /** The header, at most 512 characters. */
  readonly userAgent: string | undefined;
  readonly device: Device;
  readonly os: Software;
  readonly browser: Software;
  /** The allowed query parameters (`utm_*` by default) of this page or, with `rememberUtm`, of the landing page. */
  readonly queryAttributes: Readonly<Record<string, string>>;
  /** All in-session attributes sent: the query attributes and those of the `attributes` option, which win. */
  readonly attributes: Readonly<Record<string, string>>;
}
