import { createVisitReader } from '../../../src/context/visit.js';
import type { ContextOptions } from '../../../src/config/resolved-options.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { readRequest } from './fixtures/real-request.js';
import type { Asked } from './fixtures/real-request.js';

const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

function setUp(bots: ContextOptions['bots'] = 'default') {
  const logger = createRecordingLogger();
  const readVisit = createVisitReader({ bots }, createWarnings(logger, createFakeClock()));
  return { logger, read: (asked: Asked) => readRequest(readVisit, asked) };
}

const withAgent = (agent: string, others: Asked['headers'] = {}): Asked => ({
  headers: { 'user-agent': agent, ...others },
});

describe('a page is loaded ahead', () => {
  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['purpose', 'preview'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('with %s: %s', async (name, value) => {
    expect(await setUp().read(withAgent(browser, { [name]: value }))).toBe('PREFETCH');
  });

  it('with HEAD', async () => {
    expect(await setUp().read({ ...withAgent(browser), method: 'head' })).toBe('PREFETCH');
  });

  it.each([{}, { 'sec-purpose': '' }, { purpose: 'navigate' }, { 'x-moz': 'livebookmarks' }])(
    'not with %j',
    async (headers) => {
      expect(await setUp().read(withAgent(browser, headers))).toBe('VISITOR');
    },
  );
});

describe('a bot', () => {
  it.each([
    googlebot,
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Twitterbot/1.0',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'GPTBot/1.1',
    'curl/8.5.0',
    'python-requests/2.31.0',
  ])('is %s', async (agent) => {
    expect(await setUp().read(withAgent(agent))).toBe('BOT');
  });

  it.each([browser, ''])('is not %j', async (agent) => {
    expect(await setUp().read(withAgent(agent))).toBe('VISITOR');
  });

  it('is no visitor either where bots are personalized', async () => {
    expect(await setUp('personalize').read(withAgent(googlebot))).toBe('BOT');
  });

  it('is what the function says, and no other', async () => {
    const { read } = setUp((req) => req.get('x-robot') === '1');

    expect(await read(withAgent(browser, { 'x-robot': '1' }))).toBe('BOT');
    expect(await read(withAgent(googlebot))).toBe('VISITOR');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('visitor-canary');
      },
    ],
    ['gives a promise', () => Promise.resolve(true) as never],
  ])('is told by its User-Agent where the function %s, with a warning', async (_case, bots) => {
    const { read, logger } = setUp(bots);

    expect([await read(withAgent(googlebot)), await read(withAgent(browser))]).toEqual(['BOT', 'VISITOR']);
    expect(JSON.stringify(logger.lines)).toContain('MOE_WARN_BOTS');
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });
});
