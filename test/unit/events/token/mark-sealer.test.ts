import { Secret } from '../../../../src/core/secret.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { createMark, createSealer, sealed } from '../../../support/marks.js';

const secondMs = 1_000;
const dayMs = 86_400_000;

it('a mark is opened as it was sealed', () => {
  const sealer = createSealer();
  const mark = createMark();

  expect(sealer.open(sealed(sealer, mark))).toEqual(mark);
});

it('another process with the same options opens it', () => {
  const mark = createMark();

  expect(createSealer(['secret']).open(sealed(createSealer(['secret']), mark))).toEqual(mark);
});

it('nothing of the mark can be read in its token', () => {
  const token = sealed(createSealer(), createMark({}, { uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }));
  const readings = [token, Buffer.from(token, 'base64url').toString('latin1')].join();

  for (const canary of ['customer-canary', '3f2504e0', '6543_home', 'home-hero', 'hero-cta', '/sale', 'api-key']) {
    expect(readings).not.toContain(canary);
    expect(readings).not.toContain(Buffer.from(canary).toString('base64url').slice(0, -2));
  }
});

it('an ordinary token is shorter than 400 characters', () => {
  expect(sealed(createSealer()).length).toBeLessThan(400);
});

it('a mark that is too large has no token', () => {
  expect(createSealer().seal(createMark({}, { context: { text: 'x'.repeat(8_000) } }))).toBeUndefined();
});

it('a mark whose target was not cleaned leads nowhere', () => {
  const sealer = createSealer();
  const token = sealed(sealer, createMark({ target: '//evil.example' }));

  expect([sealer.open(token), sealer.openLink(token)]).toEqual([undefined, undefined]);
});

describe('a token is opened', () => {
  it.each([
    ['at once', 0, true],
    ['a second before a day is over', dayMs - secondMs, true],
    ['when a day is over', dayMs, true],
    ['a second later', dayMs + secondMs, false],
    ['a year later', 365 * dayMs, false],
    ['where the clock is five minutes behind', -300 * secondMs, true],
    ['where it is a second more behind', -301 * secondMs, false],
  ])('%s: %d ms', (_case, laterMs, isOpened) => {
    const clock = createFakeClock();
    const sealer = createSealer([], { clock });
    const token = sealed(sealer);
    clock.setNow(clock.now() + laterMs);

    expect(sealer.open(token) !== undefined).toBe(isOpened);
  });
});

describe('where a link leads is known', () => {
  it('with what is to be counted', () => {
    const sealer = createSealer();
    const mark = createMark();

    expect(sealer.openLink(sealed(sealer, mark))).toEqual({ target: '/sale?from=hero', mark });
  });

  it('long after its token has expired', () => {
    const clock = createFakeClock();
    const sealer = createSealer([], { clock });
    const token = sealed(sealer);
    clock.advance(100 * dayMs);

    expect(sealer.openLink(token)).toEqual({ target: '/sale?from=hero', mark: undefined });
  });

  it('not where the token is of no link', () => {
    const sealer = createSealer();

    expect(sealer.openLink(sealed(sealer, createMark({ target: undefined })))).toBeUndefined();
  });

  it('not where somebody else sealed it', () => {
    expect(createSealer().openLink(sealed(createSealer(['other'])))).toBeUndefined();
  });
});

describe('tokens mean nothing', () => {
  it('in another workspace with the same secret', () => {
    const token = sealed(createSealer(['secret'], { workspaceId: 'WS_1' }));

    expect(createSealer(['secret'], { workspaceId: 'WS_2' }).open(token)).toBeUndefined();
  });

  it('in another workspace with the same API key', () => {
    const token = sealed(createSealer([], { workspaceId: 'WS_1' }));

    expect(createSealer([], { workspaceId: 'WS_2' }).open(token)).toBeUndefined();
  });

  it('with another API key', () => {
    const token = sealed(createSealer([], { apiKey: new Secret('another-key') }));

    expect(createSealer().open(token)).toBeUndefined();
  });

  it('where the API key itself is taken for the secret', () => {
    const token = sealed(createSealer(['api-key']));

    expect(createSealer([], { apiKey: new Secret('api-key') }).open(token)).toBeUndefined();
  });
});

it('tokens of a site that had no secret of its own are opened when it has one', () => {
  expect(createSealer(['secret']).open(sealed(createSealer()))).toBeDefined();
});

describe('while five secrets are changed, one after the other', () => {
  /** The rings that a site's processes go through: each secret is known everywhere before it seals. */
  const rings = ['s2', 's3', 's4', 's5'].reduce<readonly (readonly string[])[]>(
    (known, next) => {
      const last = known.at(-1) ?? [];
      return [...known, [...last, next], [next, ...last]];
    },
    [['s1']],
  );

  it('every token of one process is opened by another that is a step behind, and its clicks have one UUID', () => {
    const moments = rings.map((ring, moment) => [ring, rings[Math.max(0, moment - 1)]].map((it) => createSealer(it)));
    const mark = createMark();

    for (const processes of moments) {
      const tokens = processes.map((from) => sealed(from, mark));
      const opened = processes.flatMap((to) => tokens.map((token) => [to.open(token), to.clickUuid(mark, 1)]));
      expect(opened).toEqual(Array.from({ length: 4 }, () => [mark, processes[0]?.clickUuid(mark, 1)]));
    }
  });

  it('tokens of the first secret are opened until it is dropped', () => {
    const token = sealed(createSealer(['s1']));

    expect(createSealer(rings.at(-1)).open(token)).toBeDefined();
    expect(createSealer(rings.at(-1)?.filter((secret) => secret !== 's1')).open(token)).toBeUndefined();
  });
});
