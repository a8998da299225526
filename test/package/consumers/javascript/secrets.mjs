// Writes down everything that the package gives out, in every way that a log would, and prints where the key shows.
import { once } from 'node:events';
import { format, inspect } from 'node:util';
import express from 'express';
import { createPersonalize } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';

const apiKey = 'emu_d0-not-show-me';
const variations = [{ id: '2', variables: { Title: 'Hello' } }];
const emulator = await createEmulator({
  config: { apiKey, experiences: [{ key: 'home-hero', audiences: [{ id: '1A', name: 'All Users', variations }] }] },
});
const { baseUrl, workspaceId } = emulator;

const given = { written: 'the key is found, or this would find nothing', apiKey };
const lines = [];
const log = (...args) => lines.push(args);
const logger = { debug: log, info: log, warn: log, error: log };
// A cold process on a busy machine may need longer than the default.
const timeoutMs = 30_000;
const personalize = createPersonalize({ baseUrl, workspaceId, apiKey, logger, timeoutMs });
const wrongKey = createPersonalize({ baseUrl, workspaceId, apiKey: `${apiKey}-any-more`, logger, timeoutMs });
const nobodyThere = createPersonalize({ baseUrl: 'http://127.0.0.1:9/v1', workspaceId, apiKey, logger, timeoutMs });
const outcome = (client) => client.fetchExperiences({ keys: ['home-hero'] }).catch((error) => error);
const thrown = (options) => {
  try {
    return createPersonalize({ baseUrl, workspaceId, ...options });
  } catch (error) {
    return error;
  }
};

const page = {};
const app = express();
app.get('/', personalize('home-hero'), (_req, res) => {
  Object.assign(page, {
    personalization: res.locals.personalization,
    locals: res.locals,
    visitor: res.locals.personalization.visitor,
  });
  res.json(res.locals.personalization);
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const body = await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();

const things = {
  given,
  personalize,
  middleware: [personalize(), personalize('home-hero'), personalize({ keys: 'all' })],
  client: personalize.client,
  page,
  json: page.personalization.json(),
  body,
  result: await outcome(personalize.client),
  metadata: await personalize.client.fetchExperiencesMeta(),
  wrongKey: await outcome(wrongKey.client),
  nobodyThere: await outcome(nobodyThere.client),
  badKey: thrown({ apiKey: `${apiKey}\n` }),
  badOption: thrown({ apiKey, apikey: apiKey }),
  badUrl: thrown({ apiKey, baseUrl: `https://${workspaceId}:${apiKey}@example.com/v1` }),
  lines,
};

const basic = Buffer.from(`${workspaceId}:${apiKey}`).toString('base64').slice(0, -4);
const ways = {
  inspect: (thing) => inspect(thing, { depth: Infinity, showHidden: true, getters: true }),
  json: (thing) => JSON.stringify(thing) ?? '',
  format: (thing) => format('%s %j %O', thing, thing, thing),
  stack: (thing) => String(thing?.stack),
};
const shown = Object.entries(things).flatMap(([name, thing]) =>
  Object.entries(ways).flatMap(([way, write]) => {
    const text = write(thing);
    return text.includes(apiKey) || text.includes(basic) ? [`${name} by ${way}`] : [];
  }),
);
console.log(
  JSON.stringify({
    shown,
    codes: ['wrongKey', 'nobodyThere', 'badKey', 'badOption', 'badUrl'].map((name) => things[name].code),
  }),
);

server.closeAllConnections();
server.close();
await emulator.close();
