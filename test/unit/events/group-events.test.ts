import { groupEvents } from '../../../src/events/group-events.js';
import { createEvent } from '../../support/event-store-ports.js';

describe('events are grouped', () => {
  it('by customer, in the order in which they came', () => {
    const [one, two, three] = ['a', 'b', 'a'].map((customerId) => createEvent({ customerId }));
    const elements = groupEvents([one, two, three].flatMap((event) => event ?? []));
    expect(elements.map(({ customerId, actions }) => [customerId, actions.map(({ uuid }) => uuid)])).toEqual([
      ['a', [one?.uuid, three?.uuid]],
      ['b', [two?.uuid]],
    ]);
  });

  it('with what was fixed when they were tracked', () => {
    const shown = createEvent({ utcOffsetSeconds: 3_600 });
    const clicked = createEvent({ kind: 'click', timeSeconds: 1_700_000_009, attributes: { b_id: 'cta' } });
    expect(groupEvents([shown, clicked])).toEqual([
      {
        customerId: 'customer-1',
        utcOffsetSeconds: clicked.utcOffsetSeconds,
        actions: [
          { action: 'shown', uuid: shown.uuid, timeSeconds: shown.timeSeconds, attributes: shown.attributes },
          { action: 'clicked', uuid: clicked.uuid, timeSeconds: 1_700_000_009, attributes: { b_id: 'cta' } },
        ],
      },
    ]);
  });

  it('under the offset of the last event', () => {
    const events = [3_600, 7_200].map((utcOffsetSeconds) => createEvent({ utcOffsetSeconds }));
    expect(groupEvents(events)).toMatchObject([{ utcOffsetSeconds: 7_200 }]);
  });

  it('to nothing where there are none', () => {
    expect(groupEvents([])).toEqual([]);
  });
});
