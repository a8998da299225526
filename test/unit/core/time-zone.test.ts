import moment from 'moment-timezone';
import { canonicalTimeZone } from '../../../src/core/time-zone.js';

describe('canonicalTimeZone', () => {
  it.each([
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/GMT-14', 'Etc/GMT-14'],
    ['America/Port-au-Prince', 'America/Port-au-Prince'],
  ])('spells %j as %j', (name, canonical) => {
    expect(canonicalTimeZone(name)).toBe(canonical);
  });

  it.each([
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])("gives %j its present name %j, whatever the engine's own choice", (name, canonical) => {
    expect(canonicalTimeZone(name)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'UTC ',
    'Mars/Olympus',
    'Asia',
    '+05:30',
    '-08',
    'UTC+1',
    'Europe/Berlin\n',
    '__proto__',
    'constructor',
    '../etc/passwd',
    'Europe/Ber\u0131in',
    'x'.repeat(5_000),
  ])('knows no zone %j', (name) => {
    expect(canonicalTimeZone(name)).toBeUndefined();
  });

  it('knows every name of the zone database, and its answer is its own canonical name', () => {
    const names = moment.tz.names();
    const wrong = names.filter((name) => {
      const canonical = canonicalTimeZone(name);
      return canonical === undefined || canonicalTimeZone(canonical) !== canonical;
    });
    expect(names.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it('asks the engine about a zone once, however it is spelt, so that spellings cannot fill a cache', () => {
    canonicalTimeZone('America/New_York');
    const ask = jest.spyOn(Intl, 'DateTimeFormat');
    const spell = (index: number) =>
      Array.from('america/new_york', (letter, at) => ((index >> at) & 1 ? letter.toUpperCase() : letter)).join('');
    const canonical = new Set(Array.from({ length: 2_000 }, (_, index) => canonicalTimeZone(spell(index))));
    expect([...canonical]).toEqual(['America/New_York']);
    expect(ask).not.toHaveBeenCalled();
    ask.mockRestore();
  });

  it('does not ask the engine about offsets, which some engines take for zones, nor about anything over-long', () => {
    const ask = jest.spyOn(Intl, 'DateTimeFormat');
    for (const name of ['+05:30', '-08', '', 'x'.repeat(65)]) expect(canonicalTimeZone(name)).toBeUndefined();
    expect(ask).not.toHaveBeenCalled();
    ask.mockRestore();
  });
});
