import assert from 'node:assert/strict';
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
    assert.ok(added.length + damaged <= all.length);
    assert.ok(added.length <= all.filter(isSound).length);
    assert.ok(pending.every((event) => added.includes(event)));
    for (const event of added) {
      assert.ok(isFrozenThroughout(event));
      assert.match(event.uuid, /^[\da-f-]{36}$/i);
      assert.match(event.kind, /^(?:impression|click)$/);
      assert.ok(typeof event.customerId === 'string' && typeof event.timeSeconds === 'number');
      assert.equal(typeof event.attributes, 'object');
    }
  });
});
