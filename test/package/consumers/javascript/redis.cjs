// Run where the optional peer is installed, which the root entry leaves alone. Nobody connects.
const { createPersonalize } = require('express-moengage-personalize');

const hasLoadedPeer = () => Object.keys(require.cache).some((path) => path.includes('/node_modules/redis/'));
const before = hasLoadedPeer();
const required = require('express-moengage-personalize/redis');
const after = hasLoadedPeer();

async function main() {
  const imported = await import('express-moengage-personalize/redis');
  const { createClient } = require('redis');
  for (const { createRedisStores } of [required, imported]) {
    const client = createClient({ url: 'redis://127.0.0.1:1', socket: { reconnectStrategy: false } });
    const { cache, quota, events } = createRedisStores({ client });
    const personalize = createPersonalize({
      workspaceId: 'WS_DEBUG',
      apiKey: 'key',
      dataCenter: '01',
      cache: { store: cache },
      quota: { store: quota },
      events: { store: events },
    });
    await personalize.close();
  }
  console.log(`peer loaded: ${before} by the root, ${after} by the entry; both builds have stores`);
}

main();
