import { encodeEvents, isReportable, requiredAttributes } from '../../../src/client/encode-events.js';
import type { EventElement } from '../../../src/client/encode-events.js';
import { contextOf, createAction } from '../../support/event-elements.js';

const encoded = (elements: readonly EventElement[]): unknown => JSON.parse(encodeEvents(elements));

describe('a report', () => {
  it('names everything as the API does', () => {
    const uuid = 'aa886712-4537-47c1-b126-2686efda2e26';
    const shown = { action: 'shown', uuid, timeSeconds: 1_725_258_666, attributes: contextOf('hero') } as const;
    expect(encoded([{ customerId: 'user_1', utcOffsetSeconds: -18_000, actions: [shown] }])).toEqual({
      elements: [
        {
          customer_id: 'user_1',
          user_timezone_offset: -18_000,
          actions: [
            {
              action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
              moe_event_uuid: uuid,
              event_time: 1_725_258_666,
              platform: 'web',
              attributes: contextOf('hero'),
            },
          ],
        },
      ],
    });
  });

  it('has a click, its platform and what was clicked, inside the attributes', () => {
    const attributes = { ...contextOf('hero'), b_id: 'Add to Cart' };
    const clicked = createAction({ action: 'clicked', platform: 'tv', attributes });
    expect(encoded([{ customerId: 'user_1', actions: [clicked] }])).toMatchObject({
      elements: [{ actions: [{ action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED', platform: 'tv', attributes }] }],
    });
  });

  it('leaves out an offset that is not known', () => {
    expect(encodeEvents([{ customerId: 'user_1', actions: [createAction()] }])).not.toContain('user_timezone_offset');
  });

  it('never has user_attributes, whatever the element has', () => {
    const element = { customerId: 'user_1', actions: [createAction()], user_attributes: { name: 'x' } };
    expect(encodeEvents([element])).not.toContain('user_attributes');
  });
});

describe('a context is reportable', () => {
  it('where it has all that the API asks for', () => {
    expect(isReportable({ ...contextOf('hero'), further: 7 })).toBe(true);
  });

  it.each(requiredAttributes)('only with %s', (name) => {
    expect(isReportable({ ...contextOf('hero'), [name]: undefined })).toBe(false);
    expect(isReportable({ ...contextOf('hero'), [name]: 7 })).toBe(false);
  });
});
