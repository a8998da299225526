import { createSeenEvents } from '../../../../src/emulator/ledger/seen-events.js';
import type { EventIdentity } from '../../../../src/emulator/ledger/seen-events.js';

const event: EventIdentity = {
  uuid: 'u',
  customerId: 'a',
  action: 'SHOWN',
  experience: 'Hero',
  variation: '1',
  elementId: undefined,
};

describe('seen events', () => {
  it('know an event by its UUID, in capital letters or not', () => {
    const seen = createSeenEvents();

    expect([seen.take(event), seen.take({ ...event, uuid: 'U' })]).toEqual([
      { duplicate: false, conflict: false },
      { duplicate: true, conflict: false },
    ]);
  });

  it.each([
    { customerId: 'b' },
    { action: 'CLICKED' },
    { experience: 'Strip' },
    { variation: '2' },
    { elementId: 'buy' },
    { elementId: '' },
  ])('see a conflict where %j differs', (other) => {
    const seen = createSeenEvents();
    seen.take(event);

    expect(seen.take({ ...event, ...other })).toEqual({ duplicate: true, conflict: true });
  });

  it('forget the oldest past 100,000', () => {
    const seen = createSeenEvents();
    for (let index = 0; index <= 100_000; index += 1) seen.take({ ...event, uuid: String(index) });

    expect([seen.take({ ...event, uuid: '0' }).duplicate, seen.take({ ...event, uuid: '2' }).duplicate]).toEqual([
      false,
      true,
    ]);
  });
});
