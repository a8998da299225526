import request from 'supertest';
import { createFakeClock } from '../../support/fake-clock.js';
import { expressVersions, identifyByHeader, openSite } from './support.js';
import type { BreakerEvent, CallEvent, ResolveEvent } from 'express-moengage-personalize';

/** An observer that writes everything down. */
function observe() {
  const events: { calls: CallEvent[]; resolved: ResolveEvent[]; breaker: BreakerEvent[] } = {
    calls: [],
    resolved: [],
    breaker: [],
  };
  const observer = {
    onCall: (event: CallEvent) => events.calls.push(event),
    onResolve: (event: ResolveEvent) => events.resolved.push(event),
    onBreaker: (event: BreakerEvent) => events.breaker.push(event),
  };
  return { events, observer };
}

describe.each(expressVersions)('an observer on %s', (_name, express) => {
  it('hears of each call and each settled question, and nothing of the visitor', async () => {
    const { events, observer } = observe();
    const { app, personalize } = await openSite(express, { identify: identifyByHeader, observer });
    app.get('/', personalize('home-hero', 'newsletter-hero'), (_req, res) => {
      res.send('ok');
    });

    await request(app).get('/?utm_source=canary-utm').set('x-customer', 'canary-id').expect(200);

    expect(events.calls).toEqual([
      {
        method: 'POST',
        endpoint: '/experiences/fetch',
        status: 200,
        reason: undefined,
        durationMs: expect.any(Number),
      },
    ]);
    expect(events.resolved).toEqual([
      {
        experiences: {
          'home-hero': { source: 'network', reason: undefined },
          'newsletter-hero': { source: 'default', reason: 'NOT_MATCHED' },
        },
        durationMs: expect.any(Number),
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/canary|127\.0\.0\.1/);
  });

  it('hears of the breaker opening', async () => {
    const { events, observer } = observe();
    // On the machine's own clock it might be half open by the last page.
    const clock = createFakeClock();
    const { app, emulator, personalize } = await openSite(express, { cache: false, observer, clock });
    emulator.fault({ kind: 'status', status: 500 });
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.send('ok');
    });

    for (let page = 0; page < 22; page += 1) await request(app).get('/').expect(200);

    expect(events.breaker).toEqual([{ from: 'closed', to: 'open' }]);
    expect(events.calls).toHaveLength(20);
  });
});

describe.each(expressVersions)('with activeKeysOnly on %s', (_name, express) => {
  it('a page does not ask for keys that the metadata calls paused', async () => {
    let came = (): void => undefined;
    const metadataCame = new Promise<void>((resolve) => {
      came = resolve;
    });
    const site = await openSite(
      express,
      {
        activeKeysOnly: true,
        defaults: { 'promo-strip': { Title: 'None' } },
        observer: {
          onCall: () => {
            came();
          },
        },
      },
      {
        workspaceId: 'EMU_TEST_DEBUG',
        apiKey: 'emu_test',
        experiences: ['home-hero', 'promo-strip'].map((key) => ({
          key,
          status: key === 'home-hero' ? ('Active' as const) : ('Paused' as const),
          audiences: [{ id: '1A', name: 'All Users', variations: [{ id: '2', variables: { Title: 'Hello' } }] }],
        })),
      },
    );
    site.app.get('/', site.personalize('home-hero', 'promo-strip'), (_req, res) => {
      const { reason, variables } = res.locals.personalization.experience('promo-strip');
      res.json([reason, variables]);
    });
    await metadataCame;
    await new Promise((resolve) => setImmediate(resolve));

    await request(site.app)
      .get('/')
      .expect(200, ['NOT_ACTIVE', { Title: 'None' }]);

    expect(site.fetches()).toEqual([['home-hero']]);
  });
});
