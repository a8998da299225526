import { parseEvents } from '../../../../src/emulator/api/event-request.js';

const attributes = {
  cid: 'c',
  experience: 'Hero',
  moe_locale_id: '0',
  moe_variation_id: '2',
  audience_name: 'All',
  audience_id: '5A',
};
const action = {
  action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
  moe_event_uuid: 'aa886712-4537-47c1-b126-2686efda2e26',
  event_time: 1_725_258_666,
  platform: 'web',
  attributes,
};

describe('parseEvents', () => {
  it('gives one event for each action', () => {
    const body = {
      elements: [{ customer_id: 'a', user_attributes: { city: 'Pune', nested: {} }, actions: [action, action] }],
    };
    const event = {
      customerId: 'a',
      userAttributes: { city: 'Pune' },
      changesProfile: true,
      action: action.action,
      uuid: action.moe_event_uuid,
      eventTime: action.event_time,
      platform: 'web',
      attributes,
    };

    expect(parseEvents(body)).toEqual({ ok: true, events: [event, event] });
  });

  it.each([
    [undefined, false],
    [{}, false],
    [{ city: 'Pune' }, true],
    [{ nested: {} }, true],
  ])('tells whether user_attributes %j change the profile: %s', (userAttributes, changesProfile) => {
    const body = { elements: [{ customer_id: 'a', user_attributes: userAttributes, actions: [action] }] };

    expect(parseEvents(body)).toMatchObject({ ok: true, events: [{ changesProfile }] });
  });

  it.each([
    [{ event_time: Date.now() }, 'elements[0].actions[0].event_time: must be seconds, and looks like milliseconds'],
    [{ b_id: 'cta' }, 'elements[0].actions[0].b_id: belongs inside attributes'],
    [
      { attributes: { ...attributes, cid: undefined } },
      'elements[0].actions[0].attributes.cid: is missing: must be a string',
    ],
  ])('tells the ledger what exactly is wrong with %j', (wrong, problem) => {
    const body = { elements: [{ customer_id: 'a', actions: [{ ...action, ...wrong }] }] };

    expect(parseEvents(body)).toMatchObject({ refusal: { problem: expect.stringContaining(problem) } });
  });
});
