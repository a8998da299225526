import { createPreviewSealer, maxPreviewTokenLength } from '../../../src/core/preview-token.js';
import type { Preview, PreviewSealer } from '../../../src/core/preview-token.js';
import { deriveKey } from '../../../src/core/derive-key.js';
import { Secret } from '../../../src/core/secret.js';
import { createTextSealer } from '../../../src/core/text-sealer.js';
import { createFakeClock } from '../../support/fake-clock.js';

const clock = createFakeClock();
const nowSeconds = Math.floor(clock.now() / 1_000);
const [one, two] = [new Secret('the-first-secret'), new Secret('the-second-secret')];

const sealerOf = (secrets: readonly [Secret, ...Secret[]] = [one], workspaceId = 'WS'): PreviewSealer =>
  createPreviewSealer(secrets, { clock, workspaceId });

const preview = (more: Partial<Preview> = {}): Preview => ({
  forced: { 'home-hero': '2' },
  explain: false,
  expires: nowSeconds + 60,
  ...more,
});

const seal = (given: Preview, sealer = sealerOf()): string => sealer.seal(given) ?? '';

/** A token of this text, sealed with the right key: by another version, or by whoever else has the secret. */
function sealText(text: string): string {
  const key = deriveKey(one, 'preview key', 'WS');
  return createTextSealer({ key, check: deriveKey(one, 'preview check', 'WS') }, []).seal(text) ?? '';
}

describe('a preview token', () => {
  it.each<[string, Partial<Preview>]>([
    ['forces one key', {}],
    ['forces several', { forced: { a: '1', b: '5A/2' } }],
    ['explains', { forced: {}, explain: true }],
    ['forces a key of a name that objects have', { forced: JSON.parse('{"__proto__": "1"}') as Preview['forced'] }],
  ])('that %s gives back what was sealed', (_case, more) => {
    const given = preview(more);

    const opened = sealerOf().open(seal(given));

    expect({ ...opened, forced: Object.entries(opened?.forced ?? {}) }).toEqual({
      ...given,
      forced: Object.entries(given.forced),
    });
  });

  it('is opened by any of several secrets, and sealed by the first', () => {
    const rotated = sealerOf([two, one]);

    expect(rotated.open(seal(preview()))).toEqual(preview());
    expect(sealerOf([two]).open(seal(preview(), rotated))).toEqual(preview());
    expect(sealerOf([one]).open(seal(preview(), rotated))).toBeUndefined();
  });

  it('means nothing in another workspace', () => {
    expect(sealerOf([one], 'OTHER').open(seal(preview()))).toBeUndefined();
  });

  it('ends when it says so', () => {
    const ending = createFakeClock();
    const sealer = createPreviewSealer([one], { clock: ending, workspaceId: 'WS' });
    const token = seal(preview(), sealer);

    ending.advance(59_999);
    expect(sealer.open(token)).toBeDefined();
    ending.advance(1);
    expect(sealer.open(token)).toBeUndefined();
  });

  it('that would last longer than seven days is none', () => {
    const days = 86_400;

    expect(sealerOf().open(seal(preview({ expires: nowSeconds + 7 * days })))).toBeDefined();
    expect(sealerOf().open(seal(preview({ expires: nowSeconds + 7 * days + 301 })))).toBeUndefined();
  });

  it('fits into a cookie, or is not made', () => {
    const many = (length: number): Preview['forced'] =>
      Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`${index}`.padEnd(length, 'k'), '1']));

    expect(sealerOf().seal(preview({ forced: many(50) }))?.length).toBeLessThanOrEqual(maxPreviewTokenLength);
    expect(sealerOf().seal(preview({ forced: many(100) }))).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['another word', 'off'],
    ['another version', JSON.stringify([2, nowSeconds + 60, false, [['a', '1']]])],
    ['no JSON', 'x'],
    ['no list', '{}'],
    ['an expiry that is none', JSON.stringify([1, '9', false, []])],
    ['half a second', JSON.stringify([1, nowSeconds + 0.5, false, []])],
    ['no flag', JSON.stringify([1, nowSeconds + 60, 1, []])],
    ['no keys', JSON.stringify([1, nowSeconds + 60, false, {}])],
    ['a key that is none', JSON.stringify([1, nowSeconds + 60, false, [['', '1']]])],
    ['an id that is a number', JSON.stringify([1, nowSeconds + 60, false, [['a', 1]]])],
    ['an entry too long', JSON.stringify([1, nowSeconds + 60, false, [['a', '1', '2']]])],
    ['a line break in a key', JSON.stringify([1, nowSeconds + 60, false, [['a\nb', '1']]])],
    ['26 keys', JSON.stringify([1, nowSeconds + 60, false, Array.from({ length: 26 }, (_, i) => [`k${i}`, '1'])])],
  ])('that holds %s is none', (_case, text) => {
    expect(sealerOf().open(sealText(text))).toBeUndefined();
    expect(sealerOf().open(text)).toBeUndefined();
  });
});
