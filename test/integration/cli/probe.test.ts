import { metadataRequest } from '../../../src/cli/doctor/patient.js';
import { createProbe } from '../../../src/cli/doctor/probe.js';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import { systemClock } from '../../../src/core/clock.js';
import { openUpstream } from '../../support/upstream.js';

it('a probe gives each answer with its own headers, and a call without an answer with none', async () => {
  let calls = 0;
  const upstream = await openUpstream((res) => {
    calls += 1;
    if (calls === 2) res.destroy();
    else res.writeHead(200, { 'X-RateLimit-Remaining': String(calls) }).end('{}');
  });
  const baseUrl = `${upstream.origin}/v1`;
  // Each call gets what it waits for, however busy the machine is.
  const settings = resolveOptions({ workspaceId: 'w', apiKey: 'k', baseUrl, timeoutMs: 20_000 }, {});
  const probe = createProbe(settings, systemClock);

  for (let call = 0; call < 3; call += 1) await probe.ask(metadataRequest);
  await probe.close();

  expect(probe.replies.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', undefined, '3']);
  expect(probe.replies[1]?.headers.size).toBe(0);
});
