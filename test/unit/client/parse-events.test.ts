import { parseElements } from '../../../src/client/parse-events.js';
import { requiredAttributes } from '../../../src/client/encode-events.js';
import { contextOf, createAction } from '../../support/event-elements.js';
import { thrownBy } from '../../support/thrown.js';

const element = (changes: object = {}) => ({ customerId: 'user_1', actions: [createAction()], ...changes });
const withAction = (changes: object) => [element({ actions: [createAction(), { ...createAction(), ...changes }] })];
const manyOf = (count: number) => Array.from({ length: count }, (_, index) => element({ customerId: `user_${index}` }));

const refusal = (elements: unknown) => {
  const { code, message } = thrownBy(() => parseElements(elements));
  return { code, message };
};

describe('elements are taken', () => {
  it('as they are, with the platform that is left out', () => {
    const given = element({ utcOffsetSeconds: 19_800 });
    const [action] = given.actions;
    expect(parseElements([given])).toEqual([{ ...given, actions: [{ ...action, platform: 'web' }] }]);
  });

  it.each([1, 100])('up to 100 of them: %d', (count) => {
    expect(parseElements(manyOf(count))).toHaveLength(count);
  });

  it.each([-54_000, 0, 54_000])('with an offset of %d', (utcOffsetSeconds) => {
    expect(parseElements([element({ utcOffsetSeconds })])).toMatchObject([{ utcOffsetSeconds }]);
  });

  it.each(['shown', 'clicked'])('with what was %s', (action) => {
    expect(parseElements([element({ actions: [createAction(), { ...createAction(), action }] })])).toMatchObject([
      { actions: [{}, { action }] },
    ]);
  });

  it.each(['web', 'android', 'ios', 'tv'])('on %s', (platform) => {
    expect(parseElements(withAction({ platform }))).toMatchObject([{ actions: [{}, { platform }] }]);
  });

  it('with whatever else the context holds, as deep as JSON may be', () => {
    const attributes = { ...contextOf('hero'), list: [1, null, { a: true }], absent: undefined, b_id: 'cta' };
    const [parsed] = parseElements(withAction({ attributes }));
    expect(parsed?.actions[1]?.attributes).toEqual({ ...contextOf('hero'), list: [1, null, { a: true }], b_id: 'cta' });
  });

  it('with a UUID in capitals', () => {
    const uuid = 'AA886712-4537-47C1-B126-2686EFDA2E26';
    expect(parseElements(withAction({ uuid }))).toMatchObject([{ actions: [{}, { uuid }] }]);
  });
});

describe('elements are refused', () => {
  const list = 'elements must be an array of 1 to 100 elements';
  const action = 'elements[0].actions[1]';
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;

  it.each<[string, unknown, string]>([
    ['that are no list', element(), list],
    ['that are none', [], list],
    ['that are 101', manyOf(101), list],
    ['of which one is null', [element(), null], 'elements[1] must be an object'],
    ['with a hole', Array.from({ length: 1 }), 'elements[0] must be an object'],
    ['without a customer', [element({ customerId: undefined })], 'elements[0].customerId must be a string that is not'],
    [
      'of an empty customer',
      [element({ customerId: '' })],
      'elements[0].customerId must be a string that is not empty',
    ],
    ['of a customer 7', [element({ customerId: 7 })], 'elements[0].customerId must be a string that is not empty'],
    ['of one customer twice', [element(), element()], 'elements[1].customerId must be of one element only'],
    ['without actions', [element({ actions: undefined })], 'elements[0].actions must be an array of at least one'],
    ['with no actions', [element({ actions: [] })], 'elements[0].actions must be an array of at least one action'],
    ['an offset of hours', [element({ utcOffsetSeconds: 5.5 })], 'elements[0].utcOffsetSeconds must be a whole number'],
    ['an offset too far east', [element({ utcOffsetSeconds: 54_001 })], 'elements[0].utcOffsetSeconds must be'],
    ['an offset too far west', [element({ utcOffsetSeconds: -54_001 })], 'elements[0].utcOffsetSeconds must be'],
    ['an action that is text', [element({ actions: ['shown'] })], 'elements[0].actions[0] must be an object'],
    ['the name of the wire', withAction({ action: 'SHOWN' }), `${action}.action must be 'shown' or 'clicked'`],
    ['no UUID', withAction({ uuid: undefined }), `${action}.uuid must be a UUID of version 4`],
    ['a UUID of version 1', withAction({ uuid: 'aa886712-4537-17c1-b126-2686efda2e26' }), `${action}.uuid must be`],
    ['a UUID and more', withAction({ uuid: `${createAction().uuid}0` }), `${action}.uuid must be`],
    [
      'milliseconds',
      withAction({ timeSeconds: 1_700_000_000_000 }),
      `${action}.timeSeconds must be whole epoch seconds`,
    ],
    ['half a second', withAction({ timeSeconds: 1.5 }), `${action}.timeSeconds must be whole epoch seconds`],
    ['no time', withAction({ timeSeconds: undefined }), `${action}.timeSeconds must be whole epoch seconds`],
    ['the time 0', withAction({ timeSeconds: 0 }), `${action}.timeSeconds must be whole epoch seconds`],
    ['the platform Web', withAction({ platform: 'Web' }), `${action}.platform must be one of web, android, ios, tv`],
    ['no platform', withAction({ platform: null }), `${action}.platform must be one of web, android, ios, tv`],
    ['no attributes', withAction({ attributes: undefined }), `${action}.attributes must be the experience context`],
    [
      'attributes without cid',
      withAction({ attributes: {} }),
      `${action}.attributes.cid must be a string, as every experience context has it; received undefined`,
    ],
    [
      'a b_id that is no text',
      withAction({ attributes: { ...contextOf('hero'), b_id: 7 } }),
      `${action}.attributes.b_id must be a string; received 7`,
    ],
    [
      'what JSON can not carry',
      withAction({ attributes: { ...contextOf('hero'), big: 1n } }),
      `${action}.attributes.big must be JSON`,
    ],
    ['a cycle', withAction({ attributes: { ...contextOf('hero'), cycle } }), `${action}.attributes.cycle must be JSON`],
    ['no number', withAction({ attributes: { ...contextOf('hero'), x: NaN } }), `${action}.attributes.x must be JSON`],
  ])('%s, and the field is named', (_, elements, start) => {
    const { code, message } = refusal(elements);
    expect(code).toBe('MOE_OPTION_INVALID');
    expect(message.slice(0, start.length)).toBe(start);
  });

  it.each(requiredAttributes)('where a context lacks %s', (name) => {
    const { message } = refusal(withAction({ attributes: { ...contextOf('hero'), [name]: 5 } }));
    expect(message).toMatch(`elements[0].actions[1].attributes.${name} must be a string`);
  });

  it.each([
    ['an element', [element({ user_attributes: { name: 'x' } })], 'elements[0] has no "user_attributes"'],
    ['an action', withAction({ b_id: 'cta' }), 'elements[0].actions[1] has no "b_id"'],
  ])('where %s has a member that would be ignored', (_, elements, start) => {
    const { code, message } = refusal(elements);
    expect(code).toBe('MOE_OPTION_UNKNOWN');
    expect(message.slice(0, start.length)).toBe(start);
  });

  it.each([
    [[element({ customerId: ['canary'] })]],
    [[element({ customerId: 'canary' }), element({ customerId: 'canary' })]],
  ])('without a word of who the customer is', (elements) => {
    expect(refusal(elements).message).not.toContain('canary');
  });
});
