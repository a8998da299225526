import request from 'supertest';
import { expressVersions } from '../support.js';
import { openRouter } from './support.js';

describe.each(expressVersions)('on %s, an address', (_name, express) => {
  const from = (address: string) => ({ 'X-Forwarded-For': address, 'Sec-Fetch-Site': 'same-origin' });

  function openSite() {
    const site = openRouter(express);
    site.app.set('trust proxy', 1);
    const post = async (address: string, times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        await request(site.app).post('/personalize/events').set(from(address)).expect(204, '');
      }
    };
    return { ...site, post };
  }

  it('may report sixty times a minute', async () => {
    const { post, router, clock } = openSite();

    await post('192.0.2.1', 61);
    expect(router.counts().refused).toEqual({ MALFORMED: 60, RATE_LIMITED: 1 });

    clock.advance(59_999);
    await post('192.0.2.1', 1);
    expect(router.counts().refused).toEqual({ MALFORMED: 60, RATE_LIMITED: 2 });

    clock.advance(1);
    await post('192.0.2.1', 1);
    expect(router.counts().refused).toEqual({ MALFORMED: 61, RATE_LIMITED: 2 });
  });

  it('takes nothing of what others may', async () => {
    const { post, router } = openSite();

    await post('192.0.2.1', 61);
    await post('192.0.2.2', 1);

    expect(router.counts().refused).toEqual({ MALFORMED: 61, RATE_LIMITED: 1 });
  });

  it('is that of the connection where no other is known', async () => {
    const { app, router } = openRouter(express, [], { addressOf: () => undefined });

    for (let time = 0; time < 61; time += 1) {
      await request(app).post('/personalize/events').set('Sec-Fetch-Site', 'same-origin').expect(204, '');
    }

    expect(router.counts().refused).toEqual({ MALFORMED: 60, RATE_LIMITED: 1 });
  });

  it('is told apart from others where one socket takes those of both families', async () => {
    let peer = '::ffff:192.0.2.1';
    const { app, router } = openRouter(
      express,
      [
        ({ socket }, _res, next) => {
          Object.defineProperty(socket, 'remoteAddress', { value: peer });
          next();
        },
      ],
      { addressOf: () => undefined },
    );
    const post = () => request(app).post('/personalize/events').set('Sec-Fetch-Site', 'same-origin').expect(204, '');

    for (let time = 0; time < 61; time += 1) await post();
    peer = '::ffff:192.0.2.2';
    await post();

    expect(router.counts().refused).toEqual({ MALFORMED: 61, RATE_LIMITED: 1 });
  });

  it('does not use up its minute from other sites', async () => {
    const { app, router, post } = openSite();

    for (let time = 0; time < 61; time += 1) {
      const crossSite = { ...from('192.0.2.1'), 'Sec-Fetch-Site': 'cross-site' };
      await request(app).post('/personalize/events').set(crossSite).expect(204, '');
    }
    await post('192.0.2.1', 1);

    expect(router.counts().refused).toEqual({ CROSS_SITE: 61, MALFORMED: 1 });
  });

  it('that is a proxy’s, which the application does not trust, is warned of once', async () => {
    const { app, logger, report } = openRouter(express);
    const post = () => request(app).post('/personalize/events').set(from('192.0.2.1')).expect(204);

    for (let time = 0; time < 63; time += 1) await post();
    await report('');

    expect(logger.lines).toEqual([
      { level: 'warn', fields: { code: 'MOE_WARN_CLIENT_IP' }, message: expect.stringContaining("'trust proxy'") },
    ]);
    expect(JSON.stringify(logger.lines)).not.toContain('192.0.2.1');
  });

  it('of a visitor without a proxy is not warned of', async () => {
    const { report, logger } = openRouter(express);

    for (let time = 0; time < 63; time += 1) await report('');

    expect(logger.lines).toEqual([]);
  });
});
