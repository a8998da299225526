import { clickUuid } from '../../../../src/events/token/click-uuid.js';
import { createMark } from '../../../support/marks.js';

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const mark = createMark({}, { uuid });

it('is the same in every process, now and later', () => {
  expect(clickUuid(mark, 1)).toBe('715f0793-4cf7-447f-9570-31c9a6e696fe');
});

it('looks like a random UUID', () => {
  const uuids = Array.from({ length: 1_000 }, (_, index) => clickUuid(mark, index));

  expect(uuids.filter((one) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(one))).toEqual(
    [],
  );
});

it('is another one for each click, element and impression', () => {
  const uuids = [
    clickUuid(mark, 1),
    clickUuid(mark, 2),
    clickUuid(mark, 12),
    clickUuid(createMark({ elementId: 'hero-cta1' }, { uuid }), 2),
    clickUuid(createMark({ elementId: 'null' }, { uuid }), 1),
    clickUuid(createMark({ elementId: undefined }, { uuid }), 1),
    clickUuid(createMark({}, { uuid: uuid.replace('3f', '4f') }), 1),
    uuid,
  ];

  expect(new Set(uuids).size).toBe(uuids.length);
});

it('does not depend on where the element leads', () => {
  expect(clickUuid(createMark({ target: undefined }, { uuid }), 1)).toBe(clickUuid(mark, 1));
});
