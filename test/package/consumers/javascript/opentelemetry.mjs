// Run where the optional peer is installed.
import { createRequire } from 'node:module';
import { createPersonalize } from 'express-moengage-personalize';
import { createOpenTelemetryObserver } from 'express-moengage-personalize/opentelemetry';

const required = createRequire(import.meta.url)('express-moengage-personalize/opentelemetry');
for (const create of [createOpenTelemetryObserver, required.createOpenTelemetryObserver]) {
  const personalize = createPersonalize({
    workspaceId: 'WS_DEBUG',
    apiKey: 'key',
    dataCenter: '01',
    observer: create(),
  });
  await personalize.close();
}
console.log('both builds observe');
