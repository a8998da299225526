// The process that plays the Personalize API for many processes: counts calls by the second, and events by their UUID.
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from './child.mjs';

const delayMs = 20;
const state = { fetches: [], uuids: new Set(), arrivals: 0 };

const experience = {
  payload: { headline: { value: 'Chosen for you', data_type: 'string' } },
  experience_context: {
    cid: '1',
    experience: 'homepage-banner',
    moe_locale_id: '0',
    moe_variation_id: '1',
    audience_name: 'Everybody',
    audience_id: '1',
  },
};
const answer = JSON.stringify({ experiences: { 'homepage-banner': experience } });

function takeEvents(body) {
  for (const { actions } of body.elements) {
    for (const { moe_event_uuid: uuid } of actions) {
      state.arrivals += 1;
      state.uuids.add(uuid);
    }
  }
}

const server = createServer(async (request, response) => {
  const body = JSON.parse(await text(request));
  if (request.url.endsWith('/events')) takeEvents(body);
  else state.fetches.push(performance.now());
  await sleep(delayMs);
  response.setHeader('content-type', 'application/json');
  response.end(request.url.endsWith('/events') ? '{"status":"success"}' : answer);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1');

/** Most calls in any window of this length: a call and those before it. */
function mostWithin(windowMs) {
  let first = 0;
  let most = 0;
  state.fetches.forEach((at, index) => {
    while (at - state.fetches[first] >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

serve({
  port: () => server.address().port,
  calls: () => state.fetches.length,
  mostWithin,
  delivered: () => [...state.uuids],
  arrivals: () => state.arrivals,
  clear: () => void (state.fetches.splice(0), state.uuids.clear(), (state.arrivals = 0)),
});
