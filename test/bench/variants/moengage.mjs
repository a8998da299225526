import { Buffer } from 'node:buffer';

export const credentials = { workspaceId: 'emu_BENCH_DEBUG', apiKey: 'emu_bench' };

export const keys = ['homepage-banner', 'promo-strip'];

export const headers = {
  accept: 'application/json',
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${credentials.workspaceId}:${credentials.apiKey}`).toString('base64')}`,
  'moe-appkey': credentials.workspaceId,
};

/** A request body with all that the others send, and none of the work to find it out. */
export function bodyOf(req) {
  return JSON.stringify({
    identifiers: { customer_id: req.headers['x-visitor'] },
    experience_key: keys,
    DAY_OF_THE_WEEK: 'Monday',
    TIME_OF_THE_DAY: '14',
    USER_IP_ADDRESS: '203.0.113.42',
    USER_AGENT: req.headers['user-agent'],
    utm_source: 'newsletter',
    utm_medium: 'email',
    utm_campaign: 'autumn',
  });
}

/** What the page shows of the API's `experiences`. */
export function readBody(experiences) {
  return {
    headline: experiences?.['homepage-banner']?.payload.headline.value,
    strip: experiences?.['promo-strip']?.payload.text.value,
  };
}
