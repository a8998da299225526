import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { addedRecord, readRecords, settledRecord } from '../../src/events/disk/record.js';
import { createEvent } from '../support/event-store-ports.js';
import { almost, isFrozenThroughout, jsonText, jsonTexts } from './arbitraries.js';
import { fuzz } from './fuzz.js';

const events = [createEvent(), createEvent({ kind: 'click', customerId: 'Zoë' })];
const texts = events.map((event) => JSON.stringify(event));
const lines = [...texts.map(addedRecord), ...events.map(({ uuid }) => settledRecord(uuid))];

/** Events that were written whole, though not by us. */
const written = jsonTexts(
  almost(texts),
  jsonText(['uuid', 'kind', 'customerId', 'timeSeconds', 'attributes'], texts),
).map(addedRecord);

const segment = fc
  .array(fc.oneof(almost(lines), written, fc.constantFrom(...lines)), { maxLength: 6 })
  .map((all) => Buffer.from(all.join('')));

/** Reckoned here once more, so that a reader who no longer looks at it is found out. */
function isSound(line: Buffer): boolean {
  return line.subarray(0, 9).toString('latin1') === `${crc32(line.subarray(9)).toString(16).padStart(8, '0')} `;
}

const linesIn = (text: string): readonly Buffer[] => text.split('\n').map((line) => Buffer.from(line, 'latin1'));

describe('a segment of the event store', () => {
  fuzz('of any bytes holds whole events or damaged lines', fc.oneof(segment, fc.uint8Array()), (bytes) => {
    const given = Buffer.from(bytes);
    const { added, pending, damaged } = readRecords(given);

    const all = linesIn(given.toString('latin1'));
    expect(added.length + damaged).toBeLessThanOrEqual(all.length);
    expect(added.length).toBeLessThanOrEqual(all.filter(isSound).length);
    expect(pending.every((event) => added.includes(event))).toBe(true);
    for (const event of added) {
      expect(isFrozenThroughout(event)).toBe(true);
      expect([event.uuid, event.kind]).toEqual([
        expect.stringMatching(/^[\da-f-]{36}$/i),
        expect.stringMatching(/^(?:impression|click)$/),
      ]);
      expect([typeof event.customerId, typeof event.timeSeconds, typeof event.attributes]).toEqual([
        'string',
        'number',
        'object',
      ]);
    }
  });
});
