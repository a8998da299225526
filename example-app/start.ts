import { once } from 'node:events';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import { createEmulator } from 'express-moengage-personalize/emulator';
import { createShop } from './shop.js';

const assets = fileURLToPath(new URL('..', import.meta.url));
const host = '127.0.0.1';

async function listen(app: Express, port: number): Promise<Server> {
  const server = app.listen(port, host);
  await once(server, 'listening');
  return server;
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** On the port wished for, or, where somebody else has it, on any that is free. */
async function listenNear(app: Express, port: number): Promise<Server> {
  try {
    return await listen(app, port);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    return listen(app, 0);
  }
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://${host}:${address.port}` : String(address);
}

function wishedPort(): number {
  const port = Number(process.env.PORT ?? 3000);
  return Number.isInteger(port) && port >= 0 && port < 65_536 ? port : 3000;
}

/** Good enough for a shop that only this machine can reach; a real one keeps its own to itself. */
const previewSecret = 'low-cloud-tea-on-this-machine';

const emulator = await createEmulator({ configFile: `${assets}experiences.yaml`, port: 0 });
const { baseUrl, workspaceId, apiKey, url: emulatorUrl } = emulator;
const preview = { secret: previewSecret, file: `${assets}previews.json` };
const shop = createShop({ assets, baseUrl, workspaceId, apiKey, emulatorUrl, preview, logger: console });
const server = await listenNear(shop.app, wishedPort());

console.log(`
  Low Cloud Tea   ${addressOf(server)}
  Emulator        ${emulatorUrl}

  Open the shop and press "Why this page?". Ask the same from a shell:

    export MOENGAGE_WORKSPACE_ID=${workspaceId} MOENGAGE_PERSONALIZE_API_KEY=${apiKey}
    npx moengage-personalize fetch home-hero --base-url ${baseUrl} --utm-source newsletter

  See a variation that nobody gets yet, or why each page is as it is (the emulator's page makes such links, too):

    export MOENGAGE_PREVIEW_SECRET=${previewSecret}
    npx moengage-personalize preview home-hero=draft --explain --url ${addressOf(server)}/

  Ctrl+C ends both.
`);

async function stop(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await shop.close();
  await emulator.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stop();
  });
}
