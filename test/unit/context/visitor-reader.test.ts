import { createVisitorReader } from '../../../src/context/visitor-reader.js';
import type { PersonalizeOptions } from '../../../src/config/personalize-options.js';
import { contextOptions, createManualClock, recordWarnings } from './fixtures/ports.js';
import { readRequest, visit } from './fixtures/real-request.js';
import type { Asked } from './fixtures/real-request.js';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';

function arrange(options: PersonalizeOptions = {}) {
  // A Friday, 00:00 in UTC.
  const clock = createManualClock(Date.UTC(2027, 0, 1));
  const warnings = recordWarnings();
  const reader = createVisitorReader(contextOptions(options), { clock, warnings });
  const completed = (asked?: Asked) =>
    readRequest(
      (req) => reader.complete(req, reader.read(req, 'full'), { deadline: clock.monotonic() + 500, consent: 'full' }),
      asked,
    );
  return {
    clock,
    warnings,
    reader,
    read: (asked?: Asked) => readRequest((req) => reader.read(req, 'full'), asked),
    completed,
  };
}

const campaign: Asked = {
  url: '/?utm_source=mail&utm_medium=email&page=2',
  headers: { 'user-agent': iphone, 'x-forwarded-for': '203.0.113.9' },
  configure: (app) => app.set('trust proxy', 1),
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a visitor as the request tells', () => {
  it('is where, when, what with and from which campaign', async () => {
    const visitor = await arrange({ timeZone: 'Asia/Kolkata' }).read(campaign);
    expect(plain(visitor)).toEqual({
      identity: {},
      ipAddress: '203.0.113.9',
      userAgent: iphone,
      device: { type: 'mobile', vendor: 'Apple', model: 'iPhone' },
      os: { name: 'iOS', version: '17.4' },
      browser: { name: 'Mobile Safari', version: '17.4' },
      timeZone: 'Asia/Kolkata',
      dayOfWeek: 'Friday',
      hourOfDay: '05',
      utcOffsetSeconds: 19_800,
      queryAttributes: { utm_source: 'mail', utm_medium: 'email' },
      attributes: { utm_source: 'mail', utm_medium: 'email' },
    });
  });

  it('is known where the request says next to nothing', async () => {
    const { value } = await visit((req) => {
      delete req.headers['user-agent'];
      return arrange().reader.read(req, 'full');
    });
    expect(plain(value)).toEqual({
      identity: {},
      ipAddress: '127.0.0.1',
      device: {},
      os: {},
      browser: {},
      timeZone: 'UTC',
      dayOfWeek: 'Friday',
      hourOfDay: '00',
      utcOffsetSeconds: 0,
      queryAttributes: {},
      attributes: {},
    });
  });

  it('is frozen, with own enumerable properties only, so that every view reads it', async () => {
    const { completed, read } = arrange({ identify: () => ({ customerId: 'a' }) });
    for (const visitor of [await read(campaign), await completed(campaign)]) {
      expect(Object.isFrozen(visitor)).toBe(true);
      expect(Object.keys(visitor)).toHaveLength(12);
      expect(Object.keys(visitor)).toEqual(Reflect.ownKeys(visitor));
    }
  });

  it('parses the User-Agent only for who reads it, and once', async () => {
    const headers = { 'user-agent': `${iphone} seen by nobody yet` };
    const { device } = await arrange({ identify: () => ({ customerId: 'a' }) }).completed({ headers });
    // The parser is a list of regular expressions.
    const tried = jest.spyOn(RegExp.prototype, 'exec');
    const read = () => ({ type: device.type, after: tried.mock.calls.length });
    const [first, second] = [read(), read()];
    tried.mockRestore();
    expect([first.type, second.type, device.vendor]).toEqual(['mobile', 'mobile', 'Apple']);
    expect(first.after).toBeGreaterThan(2);
    expect(second.after).toBe(first.after);
  });

  it('changes no reserved field, whatever the query says', async () => {
    const hostile = '/?experience_key=evil&identifiers=x&USER_IP_ADDRESS=1.1.1.1&__proto__=1&constructor=2';
    const { read } = arrange();
    expect(plain(await read({ url: hostile }))).toEqual(plain(await read({ url: '/' })));
  });

  it('keeps to the hour when the clock moves on', async () => {
    const { read, clock } = arrange({ timeZone: 'Europe/Berlin' });
    expect((await read()).hourOfDay).toBe('01');
    clock.advance(23 * 3_600_000);
    expect(await read()).toMatchObject({ hourOfDay: '00', dayOfWeek: 'Saturday' });
  });

  it('has its campaign in a mounted application too, where the URL is shorter', async () => {
    const { reader } = arrange();
    let seen: unknown;
    await visit(() => undefined, {
      url: '/shop/cart?utm_source=mail',
      configure: (app) =>
        app.use('/shop', (req, _res, next) => {
          seen = [req.url, plain(reader.read(req, 'full').attributes)];
          next();
        }),
    });
    expect(seen).toEqual(['/cart?utm_source=mail', { utm_source: 'mail' }]);
  });
});

describe('a visitor with what the callbacks say', () => {
  it('has an identity and further attributes, and the rest unchanged', async () => {
    const { completed, read } = arrange({
      identify: () => ({ customerId: 'user_1' }),
      attributes: () => Promise.resolve({ utm_source: 'app', page: 'home' }),
    });
    expect(plain(await completed(campaign))).toEqual({
      ...Object(plain(await read(campaign))),
      identity: { customerId: 'user_1' },
      attributes: { utm_source: 'app', utm_medium: 'email', page: 'home' },
    });
  });

  it('is equal to the one read where there are no callbacks, and took no timer', async () => {
    const { completed, read, clock } = arrange();
    expect(plain(await completed(campaign))).toEqual(plain(await read(campaign)));
    expect(clock.timersSet()).toBe(0);
  });

  it('loses only the piece whose callback throws', async () => {
    const { completed, warnings } = arrange({
      identify: () => {
        throw new Error('user_1');
      },
      attributes: () => ({ page: 'home' }),
    });
    const visitor = await completed();
    expect(visitor.identity).toEqual({});
    expect({ ...visitor.attributes }).toEqual({ page: 'home' });
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY']);
  });

  it('asks both callbacks at once, and waits for neither past the one deadline', async () => {
    const started: string[] = [];
    const { reader, clock, warnings } = arrange({
      identify: () => {
        started.push('identify');
        return new Promise(() => undefined);
      },
      attributes: () => {
        started.push('attributes');
        return new Promise(() => undefined);
      },
    });
    const visitor = await readRequest((req) => {
      const completing = reader.complete(req, reader.read(req, 'full'), {
        deadline: clock.monotonic() + 500,
        consent: 'full',
      });
      expect(started).toEqual(['identify', 'attributes']);
      clock.advance(500);
      return completing;
    }, campaign);
    expect(visitor.identity).toEqual({});
    expect(plain(visitor.attributes)).toEqual({ utm_source: 'mail', utm_medium: 'email' });
    expect(warnings.codes).toEqual(['MOE_WARN_IDENTIFY', 'MOE_WARN_ATTRIBUTES']);
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('rememberUtm', () => {
  const landing: Asked = { url: '/?utm_source=mail', headers: { accept: 'text/html' } };
  const later: Asked = { url: '/cart', headers: { accept: 'text/html', cookie: 'moe_utm=utm_source=mail' } };

  const open = (options: PersonalizeOptions, asked: Asked) => {
    const { reader } = arrange(options);
    return visit((req, res) => {
      reader.remember(req, res);
      return { ...reader.read(req, 'full').attributes };
    }, asked);
  };

  it('keeps the campaign from page to page', async () => {
    const first = await open({ rememberUtm: true }, landing);
    const next = await open({ rememberUtm: true }, later);
    expect([first.value, next.value]).toEqual([{ utm_source: 'mail' }, { utm_source: 'mail' }]);
    expect([first.cookies.length, next.cookies.length]).toEqual([1, 1]);
  });

  it('neither sets nor reads a cookie where it is off', async () => {
    const first = await open({}, landing);
    const next = await open({}, later);
    expect([first.cookies, next.cookies, next.value]).toEqual([[], [], {}]);
  });

  it('costs the page nothing, but a warning, where the response cannot take a cookie', async () => {
    const { reader, warnings } = arrange({ rememberUtm: true });
    await visit((req, res) => {
      res.append = () => {
        throw new Error('broken');
      };
      reader.remember(req, res);
    }, landing);
    expect(warnings.codes).toEqual(['MOE_WARN_INTERNAL']);
  });
});
