import fc from 'fast-check';
import { readMark, writeMark } from '../../../../src/events/token/mark-text.js';
import { createMark, heroContext } from '../../../support/marks.js';

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** A sound text as its parts, with one of them replaced. */
function written(index?: number, value?: unknown): string {
  const parts: unknown[] = [1_700_000_000, uuid, 'customer', 0, heroContext, 'cta', '/sale'];
  if (index !== undefined) parts[index] = value;
  return JSON.stringify(parts);
}

it.each([
  ['a link', createMark()],
  ['an element without a name', createMark({ elementId: undefined })],
  ['no link', createMark({ target: undefined })],
  ['a visitor far west', createMark({}, { utcOffsetSeconds: -43_200 })],
  ['a customer with another alphabet', createMark({}, { customerId: 'Zoë 日本 "quoted"' })],
  ['an experience that says nothing', createMark({}, { context: {} })],
])('a mark of %s is read as it was written', (_case, mark) => {
  expect(readMark(writeMark(mark, 1_700_000_000))).toEqual({ mark, sealedAt: 1_700_000_000 });
});

it('the mark is frozen, deeply', () => {
  const { mark } = readMark(writeMark(createMark({}, { context: { nested: { list: [1] } } }), 1)) ?? {};

  expect(mark).toBeDefined();
  expect(
    [mark, mark?.impression, mark?.impression.context, mark?.impression.context.nested].every(Object.isFrozen),
  ).toBe(true);
});

it('the text that the refusals change is sound', () => {
  expect(readMark(written())).toBeDefined();
});

describe('a text is no mark', () => {
  it.each([
    ['that is empty', ''],
    ['that is no JSON', '[1'],
    ['of an object', '{}'],
    ['of null', 'null'],
    ['with a part too few', JSON.stringify([1, uuid, 'customer', 0, {}, null])],
    ['with a part too many', JSON.stringify([1, uuid, 'customer', 0, {}, null, null, null])],
    ['that says when in words', written(0, 'now')],
    ['that says when in fractions', written(0, 1.5)],
    ['that says no time', written(0, null)],
    ['with a number for a UUID', written(1, 7)],
    ['with a UUID of another version', written(1, '3f2504e0-4f89-11d3-9a0c-0305e82c3301')],
    ['with a UUID of another variant', written(1, '3f2504e0-4f89-41d3-ca0c-0305e82c3301')],
    ['with something behind the UUID', written(1, `${uuid}\n`)],
    ['without a customer', written(2, '')],
    ['with a number for a customer', written(2, 7)],
    ['with a list for a customer', written(2, ['a', 'b'])],
    ['with a customer of two lines', written(2, 'a\nb')],
    ['with a customer that is too long', written(2, 'x'.repeat(513))],
    ['with an offset in words', written(3, '0')],
    ['with a broken offset', written(3, 0.5)],
    ['with an offset of more than a day', written(3, 86_401)],
    ['with a list for a context', written(4, [])],
    ['with a text for a context', written(4, 'context')],
    ['without a context', written(4, null)],
    ['with a context that is too deep', written(4, JSON.parse('{"a":'.repeat(33) + '1' + '}'.repeat(33)))],
    ['with an empty name of an element', written(5, '')],
    ['with a number for an element', written(5, 7)],
    ['with the name of an element in spaces', written(5, ' cta ')],
    ['with a long name of an element', written(5, 'x'.repeat(65))],
    ['with a target elsewhere', written(6, '//evil.example')],
    ['with a target that was not cleaned', written(6, '/a b')],
    ['with a script for a target', written(6, 'javascript:alert(1)')],
    ['with a list for a target', written(6, ['/sale'])],
  ])('%s', (_case, text) => {
    expect(readMark(text)).toBeUndefined();
  });
});

it('what would change the parent of an object is left out of the context', () => {
  const text = written(4, 0).replace(',0,0,', ',0,{"cid":"1","__proto__":{"isAdmin":true},"a":{"__proto__":{}}},');

  const context = readMark(text)?.mark.impression.context ?? {};

  expect(JSON.stringify(context)).toBe('{"cid":"1","a":{}}');
  expect(Reflect.get(Object.assign({}, context), 'isAdmin')).toBeUndefined();
});

it('no text at all makes it throw, or makes a mark with other members', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const parts = fc.tuple(fc.constantFrom(...[0, 1, 2, 3, 4, 5, 6]), value).map(([index, part]) => written(index, part));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), parts), (text) => {
      const read = readMark(text);
      if (read) expect(Object.keys(read.mark)).toEqual(['impression', 'elementId', 'target']);
    }),
    { numRuns: 5_000 },
  );
});
