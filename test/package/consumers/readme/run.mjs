// Runs one example of the README against an emulator, opens each page that it has, and says how those answered.
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { createPersonalize } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';

const browser = { 'User-Agent': 'Mozilla/5.0 Firefox/143.0', Accept: 'text/html' };

const emulator = await createEmulator({ configFile: 'my.yaml', port: 0 });
Object.assign(process.env, {
  MOENGAGE_WORKSPACE_ID: emulator.workspaceId,
  MOENGAGE_PERSONALIZE_API_KEY: emulator.apiKey,
  MOENGAGE_BASE_URL: emulator.baseUrl,
  MOENGAGE_PREVIEW_SECRET: 'a-secret-of-the-readme',
  SHOP_KEY: 'one',
  NEWS_KEY: 'another',
});

// What examples use and do not make: a comment before them declares it.
const app = express().set('view engine', 'ejs');
const personalize = createPersonalize();
Object.assign(globalThis, {
  app,
  personalize,
  session: (_req, _res, next) => next(),
  customerOf: () => Promise.resolve('user_8821'),
  waitUntil: () => undefined,
});

await import(pathToFileURL(process.argv[2]).href);

// For the examples of views, which want a page that has asked.
app.get('/views/:name', personalize('home-hero'), (req, res) => res.render(req.params.name, { nonce: 'abc' }));
const views = process.argv.slice(3).map((name) => `/views/${name}`);
const routes = app.router.stack.flatMap(({ route }) => (route?.methods.get ? [route.path] : []));
const pages = [...routes.filter((path) => !path.includes(':')), ...views];

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
for (const page of pages) {
  const { status } = await fetch(`http://127.0.0.1:${server.address().port}${page}`, { headers: browser });
  console.log(`page ${page} ${status}`);
}
// Examples leave open what an application has for as long as it runs.
process.exit();
