import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Mark } from '../../src/events/mark.js';
import { readMark, writeMark } from '../../src/events/token/mark-text.js';
import { createMark, createSealer, sealed } from '../support/marks.js';
import { almost, isFrozenThroughout, jsonText, jsonTexts } from './arbitraries.js';
import { fuzz } from './fuzz.js';

const sealer = createSealer(['a secret', 'an older one']);
const marks: readonly Mark[] = [
  createMark(),
  createMark({ elementId: undefined, target: undefined }, { customerId: 'ö' }),
  createMark({}, { customerId: 'x'.repeat(512) }),
  createMark({ target: 'https://partner.example/?a=1#b' }, { utcOffsetSeconds: -3_600 }),
];
const tokens = marks.map((mark) => sealed(sealer, mark));
const texts = marks.map((mark) => writeMark(mark, 1_700_000_000));

describe('a token', () => {
  fuzz('that nobody sealed is not opened', almost(tokens), (token) => {
    assert.equal(sealer.open(token) === undefined, !tokens.includes(token));
    assert.ok(sealer.openLink(token) === undefined || tokens.includes(token));
  });

  const part = jsonText(['cid', 'experience'], ['"/sale"', '"javascript:alert(1)"', '"//evil.example"', '1700000000']);
  const list = fc.array(part, { minLength: 6, maxLength: 8 }).map((parts) => `[${parts.join(',')}]`);

  fuzz('of any text is a whole mark or none', jsonTexts(almost(texts), list), (text) => {
    const dated = readMark(text);
    if (dated === undefined) return;
    const { impression, elementId = '', target = '/' } = dated.mark;
    assert.ok(isFrozenThroughout(dated.mark));
    assert.ok(Number.isSafeInteger(dated.sealedAt));
    assert.match(impression.uuid, /^[\da-f-]{36}$/);
    assert.ok(impression.customerId.length <= 512);
    assert.ok(elementId.length <= 64);
    assert.match(target, /^(?:\/(?!\/)|https?:\/\/)[!-~]*$/);
  });
});
