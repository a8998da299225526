import { isLoadedAhead, isVisit } from '../../../src/context/visit.js';

const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

describe('a page that is loaded ahead', () => {
  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['purpose', 'preview'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('says so with %s: %s', (name, value) => {
    const headers = { [name]: value, 'user-agent': browser };

    expect([isLoadedAhead({ headers }), isVisit({ headers })]).toEqual([true, false]);
  });

  it.each([{}, { 'sec-purpose': '' }, { purpose: 'navigate' }, { 'x-moz': 'livebookmarks' }])(
    'is not one with %j',
    (headers) => {
      expect([isLoadedAhead({ headers }), isVisit({ headers })]).toEqual([false, true]);
    },
  );
});

describe('a visit', () => {
  it.each([[browser], [undefined], ['']])('is one of %j', (agent) => {
    expect(isVisit({ headers: { 'user-agent': agent } })).toBe(true);
  });

  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'curl/8.5.0',
  ])('is none of %s', (agent) => {
    expect(isVisit({ headers: { 'user-agent': agent } })).toBe(false);
  });
});
