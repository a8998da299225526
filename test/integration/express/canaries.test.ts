import { inspect } from 'node:util';
import express from 'express';
import request from 'supertest';
import { canaries, canariesIn } from '../../support/canaries.js';
import type { Fault } from 'express-moengage-personalize/emulator';
import { openSite } from './support.js';

const headers = {
  'x-customer': canaries.customerId ?? '',
  'x-email': canaries.email ?? '',
  'x-forwarded-for': canaries.ipAddress ?? '',
  'user-agent': `Mozilla/5.0 Firefox/128 ${canaries.userAgent ?? ''}`,
};

/** A site that hears of everything that there is to hear, on an API that does what it is told. */
async function openTalkative() {
  const heard: unknown[] = [];
  const hear = (...told: readonly unknown[]): void => {
    heard.push(...told);
  };
  const logger = { debug: hear, info: hear, warn: hear, error: hear };
  const site = await openSite(express, {
    identify: (req) => ({ customerId: req.get('x-customer'), userIdentifiers: { u_em: req.get('x-email') } }),
    attributes: () => ({ referrer: canaries.utm }),
    timeoutMs: 100,
    logger,
    observer: { onCall: hear, onResolve: hear, onBreaker: hear },
    events: { flushIntervalMs: 10 },
  });
  site.app.set('trust proxy', 1);
  site.app.use(site.personalize());
  site.app.use('/personalize', site.personalize.router());
  site.app.get('/', site.personalize('home-hero', 'no-such-key'), (_req, res) => {
    res.render('page');
  });
  const visit = () =>
    request(site.app)
      .get(`/?utm_source=${canaries.utm ?? ''}`)
      .set(headers);
  return { ...site, heard, visit };
}

const echo = { echo: canaries };

const faults: readonly (readonly [name: string, fault: Fault | undefined])[] = [
  ['that works', undefined],
  ['that answers 400 and echoes the request', { kind: 'status', status: 400, body: echo }],
  ['that answers 401 and echoes the request', { kind: 'status', status: 401, body: echo }],
  ['that answers 500 and echoes the request', { kind: 'status', status: 500, body: echo }],
  ['that answers 429', { kind: 'rate-limit', retryAfter: 1 }],
  ['that resets connections', { kind: 'reset' }],
  ['that hangs', { kind: 'hang' }],
  ['that answers with broken JSON', { kind: 'malformed' }],
  ['that hangs up in the middle', { kind: 'truncated' }],
  ['that answers with a web page', { kind: 'html' }],
];

it.each(faults)(
  'with an API %s, nothing that can be heard or looked at tells a secret or who it is',
  async (_name, fault) => {
    const { emulator, personalize, heard, visit } = await openTalkative();
    await visit().expect(200);
    emulator.fault(fault);
    await visit().expect(200);
    await personalize.flush({ timeoutMs: 200 });
    const rejection: unknown = await personalize.client
      .fetchExperiences({ keys: ['home-hero'], identity: { customerId: canaries.customerId ?? '' } })
      .catch((error: unknown) => error);
    const shown = [
      inspect([heard, personalize, personalize.client, personalize.stats()], {
        depth: Infinity,
        showHidden: true,
        getters: true,
        maxArrayLength: Infinity,
        maxStringLength: Infinity,
      }),
      JSON.stringify([heard, personalize.stats(), rejection]),
      rejection instanceof Error
        ? [String(rejection), rejection.stack, inspect(rejection, { depth: Infinity })].join('\n')
        : '',
    ];

    expect(heard.length).toBeGreaterThan(2);
    expect(canariesIn(shown.join('\n'))).toEqual([]);
  },
);
