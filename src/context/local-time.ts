import { formatInTimeZone } from 'date-fns-tz/formatInTimeZone';
import { LRUCache } from 'lru-cache';
import type { DayOfWeek, LocalTime } from '../core/visitor-context.js';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** By `Date.prototype.getUTCDay`. */
const days: readonly DayOfWeek[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** More than the zone database has. */
const maxZones = 600;

interface Minute {
  readonly minute: number;
  readonly time: LocalTime;
}

/** The last minute seen in each zone. Shared by every instance: it depends on nothing but the instant and the zone. */
const minutes = new LRUCache<string, Minute>({ max: maxZones });
let last: Minute | undefined;

/**
 * The zone's offset at the instant. `xxx` is the one thing to ask date-fns-tz for: it looks the instant itself up, where
 * its zoned dates go through the host's zone and are wrong in the host's daylight-saving gap.
 */
function readOffsetSeconds(timeZone: string, instant: number): number {
  const offset = formatInTimeZone(instant, timeZone, 'xxx');
  const seconds = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * 60;
  return offset.startsWith('-') ? 0 - seconds : seconds;
}

function computeLocalTime(timeZone: string, instant: number): LocalTime {
  const utcOffsetSeconds = readOffsetSeconds(timeZone, instant);
  // Its UTC fields read as the zone's wall clock, whatever zone the host is in.
  const wallClock = new Date(instant + utcOffsetSeconds * secondMs);
  return Object.freeze({
    timeZone,
    dayOfWeek: days[wallClock.getUTCDay()] ?? 'Sunday',
    hourOfDay: String(wallClock.getUTCHours()).padStart(2, '0'),
    utcOffsetSeconds,
  });
}

/**
 * Day, hour and offset of one instant in one zone, whose name must be canonical: date-fns-tz keeps every spelling that it
 * sees. Remembered for the minute, since hours begin and zones switch on whole minutes, not always on quarters.
 */
export function readLocalTime(timeZone: string, instant: number): LocalTime {
  const minute = Math.floor(instant / minuteMs);
  // Most applications have one zone.
  if (last?.minute === minute && last.time.timeZone === timeZone) return last.time;
  const known = minutes.get(timeZone);
  last = known?.minute === minute ? known : { minute, time: computeLocalTime(timeZone, minute * minuteMs) };
  if (last !== known) minutes.set(timeZone, last);
  return last.time;
}
