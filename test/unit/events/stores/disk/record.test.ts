import { addedRecord, readRecords, settledRecord } from '../../../../../src/events/disk/record.js';
import type { TrackedEvent } from '../../../../../src/core/tracked-event.js';
import { createEvent } from '../../../../support/event-store-ports.js';
import { uuidsOf } from '../../../../support/disk-stores.js';

const lineOf = (event: object) => addedRecord(JSON.stringify(event));

/** Records, and where each begins and ends in the file. */
function write(events: readonly TrackedEvent[]) {
  let end = 0;
  const records = events.map((event) => {
    const start = end;
    end += Buffer.byteLength(lineOf(event));
    return { event, start, end };
  });
  return { bytes: Buffer.from(events.map(lineOf).join('')), records };
}

/** Of different lengths, with letters of several bytes. */
const tenEvents = Array.from({ length: 10 }, (_, index) =>
  createEvent({ customerId: `Zoë-${index}`, attributes: { name: '雪'.repeat(index) } }),
);

describe('a segment', () => {
  it('gives back the events that were added, and not settled', () => {
    const [first, second, third] = tenEvents;
    const text =
      [first, second, third].map((event) => lineOf(event ?? {})).join('') + settledRecord(second?.uuid ?? '');
    const { added, pending, damaged } = readRecords(Buffer.from(text));
    expect([added, pending, damaged]).toEqual([[first, second, third], [first, third], 0]);
  });

  it('that was cut off at any byte gives all the events before', () => {
    const { bytes, records } = write(tenEvents.slice(0, 4));
    for (let length = 0; length <= bytes.length; length += 1) {
      // The newline at the end of a record is there for the next one only.
      const whole = records.filter(({ end }) => end - 1 <= length).map(({ event }) => event);
      const { pending, damaged } = readRecords(bytes.subarray(0, length));
      expect(pending).toEqual(whole);
      expect(damaged).toBeLessThanOrEqual(1);
    }
  });

  it('with any of a thousand damaged bytes gives all the events but that one', () => {
    const { bytes, records } = write(tenEvents);
    for (let flip = 0; flip < 1_000; flip += 1) {
      const at = Math.floor((flip / 1_000) * bytes.length);
      const damagedBytes = Buffer.from(bytes);
      damagedBytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (flip % 8)), at);
      const intact = records.filter(({ start, end }) => at < start || at >= end).map(({ event }) => event);
      expect(uuidsOf(readRecords(damagedBytes).pending)).toEqual(expect.arrayContaining([...uuidsOf(intact)]));
      expect(readRecords(damagedBytes).pending.filter((event) => !tenEvents.some(isLike(event)))).toEqual([]);
    }
  });

  it('counts what is damaged', () => {
    const { bytes } = write(tenEvents);
    const damaged = Buffer.concat([bytes.subarray(0, 40), bytes.subarray(50), Buffer.from('\nrubbish\n')]);
    expect(readRecords(damaged).damaged).toBe(2);
  });

  it('that is empty, or of empty lines, holds nothing and is not damaged', () => {
    expect(readRecords(Buffer.from('\n\n\n'))).toEqual({ added: [], pending: [], damaged: 0 });
  });
});

const isLike = (event: TrackedEvent) => (other: TrackedEvent) => JSON.stringify(event) === JSON.stringify(other);

describe('an event of a segment', () => {
  const read = (text: string) => readRecords(Buffer.from(addedRecord(text)));

  it.each<[string, object]>([
    ['no UUID', { uuid: 'x' }],
    ['no kind', { kind: 'view' }],
    ['no customer', { customerId: '' }],
    ['a customer that is no text', { customerId: 7 }],
    ['half a second', { timeSeconds: 1.5 }],
    ['a time before all times', { timeSeconds: -1 }],
    ['an offset of days', { utcOffsetSeconds: 100_000 }],
    ['attributes in a list', { attributes: [] }],
    ['no attributes', { attributes: undefined }],
  ])('is refused with %s, and counts as damage', (_case, changes) => {
    expect(read(JSON.stringify({ ...createEvent(), ...changes }))).toEqual({ added: [], pending: [], damaged: 1 });
  });

  it.each(['', 'null', '[]', '{', '"text"'])('is refused as %j', (text) => {
    expect(read(text).damaged).toBe(1);
  });

  it('is frozen all through', () => {
    const [event] = read(JSON.stringify(createEvent({ attributes: { list: [{ deep: 1 }] } }))).pending;
    expect(Object.isFrozen(event)).toBe(true);
    const list: unknown = event?.attributes.list;
    expect([Object.isFrozen(event?.attributes), Object.isFrozen(list)]).toEqual([true, true]);
  });

  it('pollutes no prototype', () => {
    const text = JSON.stringify(createEvent()).replace('"cid"', '"__proto__":{"polluted":1},"constructor":{},"cid"');
    const [event] = read(text.replace('{', '{"__proto__":{"kind":"click"},')).pending;
    expect(Object.hasOwn(event?.attributes ?? {}, '__proto__')).toBe(false);
    expect([Reflect.get({}, 'polluted'), Reflect.get({ ...event?.attributes }, 'polluted')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(event?.kind).toBe('impression');
  });

  it('has nothing that no event has', () => {
    const event = createEvent();
    expect(read(JSON.stringify({ ...event, extra: 1 })).pending).toEqual([event]);
  });
});
