import type { Request } from 'express';
import { readCookie } from './cookies.js';

export const zoneCookie = 'shop_zone';

/** Where the shop stands, and the zone of a visitor who has not chosen one. */
export const shopZone = 'Asia/Kolkata';

/** Spread round the globe, so that somewhere on the list it is always morning, and evening, and night. */
const places = [
  { zone: 'America/Los_Angeles', city: 'Los Angeles' },
  { zone: 'America/New_York', city: 'New York' },
  { zone: 'America/Sao_Paulo', city: 'São Paulo' },
  { zone: 'Europe/London', city: 'London' },
  { zone: 'Africa/Nairobi', city: 'Nairobi' },
  { zone: shopZone, city: 'Coonoor' },
  { zone: 'Asia/Tokyo', city: 'Tokyo' },
  { zone: 'Pacific/Auckland', city: 'Auckland' },
] as const;

export type PartOfDay = 'morning' | 'daytime' | 'evening' | 'night';

/** A place to try the shop from. */
export interface Place {
  readonly zone: string;
  readonly city: string;
  /** `HH:MM` there. */
  readonly time: string;
  readonly partOfDay: PartOfDay;
}

export function isOfferedZone(zone: string | undefined): zone is string {
  return places.some((place) => place.zone === zone);
}

export function currentZone(req: Request): string {
  return readCookie(req, zoneCookie) ?? shopZone;
}

/** The hours of the audiences in `experiences.yaml`. */
export function partOfDay(hour: number): PartOfDay {
  if (hour >= 5 && hour < 11) return 'morning';
  if (hour >= 11 && hour < 17) return 'daytime';
  return hour >= 17 && hour < 22 ? 'evening' : 'night';
}

const clocks = places.map(({ zone, city }) => ({
  zone,
  city,
  format: new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
}));

export function placesAt(now: number): readonly Place[] {
  return clocks.map(({ zone, city, format }) => {
    const time = format.format(now);
    return { zone, city, time, partOfDay: partOfDay(Number(time.slice(0, 2))) };
  });
}
