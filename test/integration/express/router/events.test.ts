import { createMark, heroContext, sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, reportOf } from './support.js';

const nothing = { accepted: 0, duplicates: 0, refused: {} };
const seconds = 1_700_000_000;

describe.each(expressVersions)('on %s, a report', (_name, express) => {
  it('of an impression is handed on under the UUID of the impression', async () => {
    const { report, sealer, tracked } = openRouter(express);
    const { impression, ...mark } = createMark();

    await report(reportOf([sealed(sealer, { impression, ...mark }), 'shown'])).expect(204, '');

    expect(tracked).toEqual([
      {
        uuid: impression.uuid,
        kind: 'impression',
        customerId: 'customer-canary',
        timeSeconds: seconds,
        utcOffsetSeconds: 19_800,
        attributes: heroContext,
      },
    ]);
  });

  it('of a click is handed on with what was clicked, when it was clicked', async () => {
    const { report, sealer, tracked, clock } = openRouter(express);
    const mark = createMark();
    const token = sealed(sealer, mark);
    clock.advance(90_000);

    await report(reportOf([token, 'clicked', 2]));

    expect(tracked).toEqual([
      {
        uuid: sealer.clickUuid(mark, 2),
        kind: 'click',
        customerId: 'customer-canary',
        timeSeconds: seconds + 90,
        utcOffsetSeconds: 19_800,
        attributes: { ...heroContext, b_id: 'hero-cta' },
      },
    ]);
  });

  it('of many events is handed on whole, in order', async () => {
    const { report, sealer, tracked, router } = openRouter(express);
    const marks = Array.from({ length: 50 }, () => createMark({ target: undefined }));

    await report(reportOf(...marks.map((mark) => [sealed(sealer, mark), 'shown'])));

    expect(tracked.map(({ uuid }) => uuid)).toEqual(marks.map(({ impression }) => impression.uuid));
    expect(router.counts()).toEqual({ ...nothing, accepted: 50 });
  });

  it('is refused where the visitor no longer agrees to be counted', async () => {
    const { report, sealer, tracked, router } = openRouter(express);

    await report(reportOf([sealed(sealer), 'shown'], [sealed(sealer), 'clicked', 1]))
      .set('DNT', '1')
      .expect(204, '');

    expect(tracked).toEqual([]);
    expect(router.counts()).toEqual({ ...nothing, refused: { NO_CONSENT: 2 } });
  });

  it('makes nobody ask who sent it where it holds nothing', async () => {
    const asked = jest.fn(() => 'full' as const);
    const { report, router } = openRouter(express, [], { visitors: { consent: asked, visit: () => 'VISITOR' } });

    await report(reportOf(['forged', 'shown']));

    expect(asked).not.toHaveBeenCalled();
    expect(router.counts()).toEqual({ ...nothing, refused: { BAD_TOKEN: 1 } });
  });

  it('says what the visitor did, never who they are: that is the token’s to say', async () => {
    const { report, sealer, tracked } = openRouter(express);
    const token = sealed(sealer);

    await report({
      events: [[token, 'shown']],
      customerId: 'somebody-else',
      __proto__: { customerId: 'somebody-else' },
    });
    await report('{"events":[["' + token + '","clicked",1]],"__proto__":{"customerId":"somebody-else"}}');

    expect(tracked.map(({ customerId }) => customerId)).toEqual(['customer-canary', 'customer-canary']);
  });

  it('that comes again is handed on once', async () => {
    const { report, sealer, tracked, router } = openRouter(express);
    const token = sealed(sealer);
    const body = reportOf([token, 'shown'], [token, 'clicked', 1], [token, 'clicked', 1]);

    await report(body);
    await report(body);

    expect(tracked).toHaveLength(2);
    expect(router.counts()).toEqual({ ...nothing, accepted: 2, duplicates: 4 });
  });

  it('a thousand times over is one impression and five clicks', async () => {
    const { report, sealer, tracked, router, clock } = openRouter(express);
    const token = sealed(sealer);
    const indices = Array.from({ length: 47 }, (_, index) => index - 20);
    const body = reportOf([token, 'shown'], ...indices.map((index) => [token, 'clicked', index]));

    for (let replay = 0; replay < 1_000; replay += 50) {
      await Promise.all(Array.from({ length: 50 }, () => report(body).expect(204, '')));
      clock.advance(60_000);
    }

    const clicks = tracked.filter(({ kind }) => kind === 'click').map(({ uuid }) => uuid);
    expect([tracked.length, new Set(clicks).size]).toEqual([6, 5]);
    expect(router.counts()).toEqual({ accepted: 6, duplicates: 5_994, refused: { MALFORMED: 42_000 } });
  }, 20_000);

  it('of the same impression by two tokens is handed on once', async () => {
    const { report, sealer, tracked } = openRouter(express);
    const mark = createMark();

    await report(reportOf([sealed(sealer, mark), 'shown'], [sealed(sealer, { ...mark, elementId: 'b' }), 'shown']));

    expect(tracked).toHaveLength(1);
  });
});

describe.each(expressVersions)('on %s, nothing is handed on, and the answer is the same,', (_name, express) => {
  const token = sealed(openRouter(express).sealer);
  const event = [token, 'shown'];

  it.each([
    ['nothing', '', 1],
    ['no JSON', 'shown', 1],
    ['half of a report', reportOf(event).slice(0, -1), 1],
    ['null', 'null', 1],
    ['a list', JSON.stringify([event]), 1],
    ['no events', '{}', 1],
    ['an object of events', JSON.stringify({ events: { 0: event, length: 1 } }), 1],
    ['inherited events', JSON.stringify({ events: null }).replace('events', '__proto__'), 1],
    ['events too many', reportOf(...Array.from({ length: 51 }, () => event)), 1],
    ['JSON too deep', `{"events":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 1],
    ['events that are none', reportOf(null, 1, 'shown', {}, [], [[]], { 0: token, 1: 'shown', length: 2 }), 7],
    ['numbers for tokens', reportOf([1, 'shown'], [null, 'shown'], [[token], 'shown']), 3],
    ['unknown happenings', reportOf([token, 'seen'], [token], [token, 1], [token, '__proto__']), 4],
    ['an impression with a number', reportOf([token, 'shown', 1]), 1],
    ['clicks without a number', reportOf([token, 'clicked'], [token, 'clicked', null], [token, 'clicked', '1']), 3],
    ['clicks with other numbers', reportOf(...[0, -1, 6, 1.5, 1e9].map((index) => [token, 'clicked', index])), 5],
    ['clicks with too much', reportOf([token, 'clicked', 1, 1]), 1],
    ['a token of other characters', reportOf([`${token}=`, 'shown'], [`${token}\n`, 'shown'], ['', 'shown']), 3],
  ])('of %s', async (_case, body, malformed) => {
    const { report, router, tracked } = openRouter(express);

    const response = await report(body).expect(204, '');

    expect(response.headers['cache-control']).toBe('no-store');
    expect(tracked).toEqual([]);
    expect(router.counts()).toEqual({ ...nothing, refused: { MALFORMED: malformed } });
  });

  it('of tokens that were not sealed here, or too long ago', async () => {
    const { report, router, sealer, tracked, clock } = openRouter(express);
    const old = sealed(sealer);
    clock.advance(86_401_000);

    await report(reportOf([old, 'shown'], ['forged', 'shown'], [`${sealed(sealer)}AAAA`, 'clicked', 1])).expect(
      204,
      '',
    );

    expect(tracked).toEqual([]);
    expect(router.counts()).toEqual({ ...nothing, refused: { BAD_TOKEN: 3 } });
  });

  it('but one bad event does not spoil the others', async () => {
    const { report, router, sealer, tracked } = openRouter(express);

    await report(reportOf(['forged', 'shown'], [sealed(sealer), 'shown'], null)).expect(204, '');

    expect(tracked).toHaveLength(1);
    expect(router.counts()).toEqual({ accepted: 1, duplicates: 0, refused: { BAD_TOKEN: 1, MALFORMED: 1 } });
  });

  it('of what makes a port throw, which is warned of without saying what it was', async () => {
    const { report, sealer, logger } = openRouter(express, [], {
      track: () => {
        throw new TypeError('customer-canary');
      },
    });

    await report(reportOf([sealed(sealer), 'shown'])).expect(204, '');

    expect(logger.lines.map(({ fields }) => fields.code)).toEqual(['MOE_WARN_INTERNAL']);
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });
});
