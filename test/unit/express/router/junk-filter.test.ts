import { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { silentLogger } from '../../../../src/core/logger.js';
import { createWarnings } from '../../../../src/core/warnings.js';
import { createJunkFilter } from '../../../../src/express/router/junk-filter.js';
import { createReportCounters } from '../../../../src/express/router/report-counts.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { createSealer } from '../../../support/marks.js';

/** A filter in front of an application that fails, in a loop whose turns are told. */
function setUp() {
  const turns: (() => void)[] = [];
  const clock = Object.assign(createFakeClock(), {
    nextTurn(callback: () => void) {
      turns.push(callback);
    },
  });
  const counters = createReportCounters();
  const warnings = createWarnings(silentLogger, clock);
  const ports = { routerPath: '/personalize', sealer: createSealer([], { clock }), counters, clock, warnings };
  const listen = createJunkFilter(ports)(() => {
    throw new Error('the application failed');
  });
  const ask = (method: string, url: string, headers: IncomingHttpHeaders = {}): void => {
    const req = Object.assign(new IncomingMessage(new Socket()), { method, url, headers });
    listen(req, new ServerResponse(req));
  };
  const refused = (): number => Object.values(counters.snapshot().refused).reduce((sum, count) => sum + count, 0);
  return { ask, refused, turns, turn: () => turns.shift()?.() };
}

it('junk that comes in one moment is answered one a turn, so that pages go on in between', () => {
  const { ask, refused, turns, turn } = setUp();
  for (let index = 0; index < 3; index += 1) ask('GET', '/personalize/click?t=forged');
  const seen = [refused()];
  for (let index = 0; index < 3; index += 1) {
    expect(turns).toHaveLength(1);
    turn();
    seen.push(refused());
  }

  expect(seen).toEqual([0, 1, 2, 3]);
  expect(turns).toHaveLength(0);
});

it('what is for the application gets there at once, and a page of it that fails keeps nobody waiting', () => {
  const { ask, refused, turns, turn } = setUp();

  expect(() => {
    ask('GET', '/');
  }).toThrow('the application failed');
  expect(turns).toHaveLength(0);
  ask('POST', '/personalize/events', { 'sec-fetch-site': 'same-origin', 'transfer-encoding': 'chunked' });
  ask('GET', '/personalize/click?t=forged');
  expect(turn).toThrow('the application failed');
  turn();
  expect(refused()).toBe(1);
});
