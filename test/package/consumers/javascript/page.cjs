// The same as page.mjs, in CommonJS.
const { once } = require('node:events');
const express = require('express');
const { createPersonalize } = require('express-moengage-personalize');
const { createEmulator } = require('express-moengage-personalize/emulator');

async function main() {
  const variations = [{ id: '2', variables: { Title: 'Hello' } }];
  const emulator = await createEmulator({
    config: { experiences: [{ key: 'home-hero', audiences: [{ id: '1A', name: 'All Users', variations }] }] },
  });
  const { baseUrl, workspaceId, apiKey } = emulator;
  // A cold process on a busy machine may need longer than the default.
  const personalize = createPersonalize({ baseUrl, workspaceId, apiKey, timeoutMs: 30_000 });

  const app = express();
  app.get('/', personalize('home-hero'), (_req, res) => {
    const { source } = res.locals.personalization.experience('home-hero');
    res.send(`${res.locals.personalization.value('home-hero', 'Title')} from the ${source}`);
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, {
    // Node's own name is that of a program.
    headers: { 'user-agent': 'Mozilla/5.0 Firefox/128' },
  });
  console.log(answer.status, await answer.text());

  server.closeAllConnections();
  server.close();
  await emulator.close();
}

main();
