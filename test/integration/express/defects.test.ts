import request from 'supertest';
import type * as Decoder from '../../../src/client/decode-fetch.js';
import { expressVersions, openSite } from './support.js';

jest.mock('../../../src/client/decode-fetch.js', () => ({
  ...jest.requireActual<typeof Decoder>('../../../src/client/decode-fetch.js'),
  decodeFetch: () => {
    throw new Error('a defect');
  },
}));

const defaults = { 'home-hero': { Title: 'Welcome' } };

describe.each(expressVersions)('on %s, a defect of ours where answers are read', (_version, express) => {
  it('costs the page nothing but its personalization, each time, and reaches no process', async () => {
    const rejected = jest.fn();
    process.on('unhandledRejection', rejected);
    const log = jest.fn();
    const logger = { debug: jest.fn(), info: jest.fn(), warn: log, error: log };
    const { app, personalize } = await openSite(express, { defaults, logger, timeoutMs: 60_000 });
    app.get('/', personalize('home-hero'), (_req, res) => {
      const { reason, variables } = res.locals.personalization.experience('home-hero');
      res.json([variables.Title, reason]);
    });

    for (let visit = 0; visit < 3; visit += 1) {
      await request(app).get('/').expect(200, ['Welcome', 'INTERNAL_ERROR']);
    }

    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
    expect(log).toHaveBeenCalledWith({ code: 'MOE_WARN_INTERNAL' }, expect.any(String));
  });
});
