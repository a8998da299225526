import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { readLocalTime } from '../../../src/context/local-time.js';
import { canonicalTimeZone } from '../../../src/core/time-zone.js';
import { fullHost, oracleZones, stepOn } from './fixtures/oracle-zones.js';
import type { OracleReport } from './fixtures/oracle-zones.js';

describe('readLocalTime', () => {
  it.each([
    ['UTC', '2027-01-01T00:00:00Z', 'Friday', '00', 0],
    ['UTC', '2028-02-29T23:59:59.999Z', 'Tuesday', '23', 0],
    ['Asia/Kolkata', '2027-01-03T18:29:59.999Z', 'Sunday', '23', 19_800],
    ['Asia/Kolkata', '2027-01-03T18:30:00Z', 'Monday', '00', 19_800],
    ['America/New_York', '2027-03-14T06:59:59.999Z', 'Sunday', '01', -18_000],
    ['America/New_York', '2027-03-14T07:00:00Z', 'Sunday', '03', -14_400],
    ['America/St_Johns', '2027-01-01T03:29:00Z', 'Thursday', '23', -12_600],
    ['Pacific/Kiritimati', '2027-01-01T10:00:00Z', 'Saturday', '00', 50_400],
    ['Australia/Lord_Howe', '2027-04-03T15:00:00Z', 'Sunday', '01', 37_800],
  ])('in %s at %s is %s, %s', (timeZone, instant, dayOfWeek, hourOfDay, utcOffsetSeconds) => {
    expect(readLocalTime(timeZone, Date.parse(instant))).toEqual({ timeZone, dayOfWeek, hourOfDay, utcOffsetSeconds });
  });

  it('is frozen, and the same object all through a minute', () => {
    const first = readLocalTime('Europe/Berlin', Date.UTC(2027, 0, 1, 12, 0, 0, 0));
    expect(Object.isFrozen(first)).toBe(true);
    expect(readLocalTime('Europe/Berlin', Date.UTC(2027, 0, 1, 12, 0, 59, 999))).toBe(first);
  });

  it('follows a clock that jumps back', () => {
    readLocalTime('Europe/Paris', Date.UTC(2027, 6, 1));
    expect(readLocalTime('Europe/Paris', Date.UTC(2026, 0, 1)).utcOffsetSeconds).toBe(3_600);
  });

  it('follows a zone that once switched a minute past midnight', () => {
    const justBefore = Date.UTC(2010, 2, 14, 3, 30, 59);
    expect(readLocalTime('America/St_Johns', justBefore).utcOffsetSeconds).toBe(-12_600);
    expect(readLocalTime('America/St_Johns', justBefore + 1_000).utcOffsetSeconds).toBe(-9_000);
  });

  it('agrees with Intl in every zone of this runtime, through a day of January and one of July', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const instants = [Date.UTC(2027, 0, 15), Date.UTC(2027, 6, 15)].flatMap((start) =>
      Array.from({ length: 8 }, (_, index) => start + index * 3 * 3_600_000),
    );
    const wrong = zones.filter((zone) => {
      const clock = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        weekday: 'long',
        hour: '2-digit',
        hourCycle: 'h23',
      });
      return instants.some((instant) => {
        const { dayOfWeek, hourOfDay } = readLocalTime(canonicalTimeZone(zone) ?? zone, instant);
        const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
        return parts.weekday !== dayOfWeek || parts.hour !== hourOfDay;
      });
    });
    expect(zones.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  });
});

describe('readLocalTime through 2027 and 2028, against moment-timezone', () => {
  const hoursOfTwoYears = 731 * 24;
  const hostZones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
  const reports = new Map<string, OracleReport>();

  /** The script's report from a process whose host zone is this. */
  const runIn = async (hostZone: string, script: string): Promise<OracleReport> => {
    const running = promisify(execFile)(process.execPath, ['-'], { env: { ...process.env, TZ: hostZone } });
    running.child.stdin?.end(script);
    const { stdout } = await running;
    return JSON.parse(stdout) as OracleReport;
  };

  beforeAll(async () => {
    const [script] = buildSync({
      entryPoints: [join(__dirname, 'fixtures/local-time-oracle.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    }).outputFiles;
    await Promise.all(
      hostZones.map(async (hostZone) => reports.set(hostZone, await runIn(hostZone, script?.text ?? ''))),
    );
  }, 180_000);

  it('compares every hour where the host itself switches', () => {
    expect(stepOn(fullHost)).toBe(1);
    expect(hostZones).toContain(fullHost);
  });

  it.each(
    hostZones.map((hostZone): [string, string] => [
      stepOn(hostZone) === 1 ? 'every hour' : `each ${stepOn(hostZone)}th hour`,
      hostZone,
    ]),
  )('is right at %s in twelve zones, and around their switches, on a host in %s', (_, hostZone) => {
    const report = reports.get(hostZone);
    expect(report?.hostZone).toBe(canonicalHost(hostZone));
    expect(report?.hours).toBe(Math.ceil(hoursOfTwoYears / stepOn(hostZone)) * oracleZones.length);
    expect(report?.switches).toBe(32 * 6);
    expect(report?.mismatches).toEqual([]);
  });

  it('is needed: date-fns-tz by itself loses the hour that the host skips', () => {
    expect(reports.get('UTC')?.naiveMismatches).toEqual([]);
    expect(reports.get('America/New_York')?.naiveMismatches).toEqual([
      '2027-03-14T02:00:00.000Z',
      '2028-03-12T02:00:00.000Z',
    ]);
  });
});

/** The host zone as this runtime's own Intl spells it. */
function canonicalHost(zone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
}
