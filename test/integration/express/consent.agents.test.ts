import express from 'express';
import request from 'supertest';
import type { Consent } from 'express-moengage-personalize';
import { openReporting, reported } from './reporting-site.js';

const mozilla = 'Mozilla/5.0 (X11; Linux x86_64)';
const browsers = [
  `${mozilla} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36`,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15; SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0',
  'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/125.0',
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0 Mobile Safari/537.36 Instagram 400.0',
  'Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/5.0 Chrome/120.0 TV Safari/537.36',
];
const programs = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
  'Mozilla/5.0 (compatible; Applebot/0.3; +http://www.apple.com/go/applebot)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)',
  'Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
  'CCBot/2.0 (https://commoncrawl.org/faq/)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Twitterbot/1.0',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'WhatsApp/2.23.20.0',
  'TelegramBot (like TwitterBot)',
  'SkypeUriPreview Preview/0.5',
  'Pinterestbot/1.0',
  'Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
  'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)',
  'curl/8.14.1',
  'Wget/1.25.0',
  'python-requests/2.32.5',
  'Go-http-client/2.0',
  'kube-probe/1.33',
  `${mozilla} AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36`,
];
const levels: readonly Consent[] = ['full', 'anonymous', 'none'];
const privacies: readonly Readonly<Record<string, string>>[] = [{}, { 'sec-gpc': '1' }, { dnt: '1' }];
const ways: readonly (readonly ['get' | 'head', Readonly<Record<string, string>>])[] = [
  ['get', {}],
  ['head', {}],
  ['get', { 'sec-purpose': 'prefetch;prerender' }],
];

interface Case {
  readonly agent: string;
  readonly level: Consent | undefined;
  readonly privacy: Readonly<Record<string, string>>;
  readonly way: (typeof ways)[number];
}

const cases: readonly Case[] = [...browsers, ...programs].flatMap((agent) =>
  [...levels, undefined].flatMap((level) =>
    privacies.flatMap((privacy) => ways.map((way) => ({ agent, level, privacy, way }))),
  ),
);

/** Whether somebody looks at the page, and how much of that may be told. */
function allowed({ agent, level, privacy, way }: Case): 'everything' | 'no identity' | 'nothing' {
  const [method, headers] = way;
  const isVisitor = browsers.includes(agent) && method === 'get' && !('sec-purpose' in headers);
  if (!isVisitor || level === 'none') return 'nothing';
  const agreed = level ?? (Object.keys(privacy).length > 0 ? 'anonymous' : 'full');
  return agreed === 'full' ? 'everything' : 'no identity';
}

it(`what leaves for the API, for ${browsers.length + programs.length} agents at each level of consent`, async () => {
  const current: { level: Consent | undefined } = { level: undefined };
  const fallback = (headers: Readonly<Record<string, unknown>>): Consent =>
    headers['sec-gpc'] === '1' || headers.dnt === '1' ? 'anonymous' : 'full';
  const site = await openReporting(express, undefined, {
    consent: (req) => current.level ?? fallback(req.headers),
    identify: (req) => ({ customerId: req.get('x-customer'), userIdentifiers: { u_em: req.get('x-email') } }),
  });
  site.app.set('trust proxy', 1);
  const wrong: string[] = [];
  const counted = { everything: 0, 'no identity': 0, nothing: 0 };

  for (const [index, one] of cases.entries()) {
    const [method, headers] = one.way;
    const canaries = [`customer-${index}-canary`, `mail-${index}-canary@example.com`, `203.0.113.${1 + (index % 254)}`];
    const [customer = '', email = '', address = ''] = canaries;
    current.level = one.level;
    const before = site.personalize.stats().calls;
    const agent = request(site.app);
    await agent[method]('/')
      .set({ 'user-agent': one.agent, 'x-customer': customer, 'x-email': email, 'x-forwarded-for': address })
      .set({ accept: 'text/html', ...one.privacy, ...headers })
      .expect(200);
    const calls = site.personalize.stats().calls - before;
    // The ledger lets go of old calls.
    const fetches = site.emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'fetch');
    const sent = JSON.stringify(fetches.slice(fetches.length - calls));
    const told = canaries.filter((canary) => sent.includes(`"${canary}"`)).length;
    const seen = calls === 0 ? 'nothing' : told === canaries.length ? 'everything' : told > 0 || 'no identity';
    counted[allowed(one)] += 1;
    if (seen !== allowed(one)) wrong.push(`${JSON.stringify(one)}: ${String(seen)}`);
  }

  expect(wrong).toEqual([]);
  process.stdout.write(`${cases.length} visits: ${JSON.stringify(counted)}\n`);
  await reported(site);
  expect(site.personalize.stats().events?.delivered).toBe(counted.everything);
}, 60_000);
