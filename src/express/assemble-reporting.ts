import { browserScript } from '../browser/script-text.js';
import type { ResolvedEventsOptions, ResolvedOptions } from '../config/resolved-options.js';
import { createClientIpFinder } from '../context/client-ip.js';
import type { Clock } from '../core/clock.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import type { Warnings } from '../core/warnings.js';
import { createMarkSealer } from '../events/token/mark-sealer.js';
import type { TrackedEvent } from '../core/tracked-event.js';
import type { PageEnds } from './page-ends.js';
import type { Reporting } from './reporting.js';
import { createBrowserRouter } from './router/browser-router.js';
import type { BrowserRouter, BrowserRouterPorts } from './router/browser-router.js';

export interface ReportingPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  readonly forgotten: ForgottenCustomers;
  readonly track: (event: TrackedEvent) => void;
  readonly pageEnds: PageEnds;
  readonly visitors: BrowserRouterPorts['visitors'];
}

export interface AssembledReporting {
  readonly reporting: Reporting;
  readonly router: BrowserRouter;
}

/** What pages report with, and what takes the reports of browsers. */
export function assembleReporting(
  options: ResolvedOptions,
  { impressions, anonymous, secrets }: ResolvedEventsOptions,
  ports: ReportingPorts,
): AssembledReporting {
  const { clock, warnings, forgotten, track, pageEnds, visitors } = ports;
  const { apiKey, workspaceId, routerPath } = options;
  const sealer = createMarkSealer(secrets, { clock, apiKey, workspaceId });
  // Masked addresses would make one of many visitors, and too many reports of theirs.
  const addressOf = createClientIpFinder({ ...options, anonymizeIp: false }, warnings);
  const router = createBrowserRouter({
    script: browserScript,
    routerPath,
    sealer,
    // Pages that a customer got before being forgotten are still open somewhere.
    track: (event) => {
      if (!forgotten.hasSince(event.customerId, -Infinity)) track(event);
    },
    clock,
    warnings,
    addressOf,
    visitors,
  });
  const scriptUrl = `${routerPath}/${router.scriptPath}`;
  const clickUrl = `${routerPath}/click`;
  const reporting = { impressions, anonymous, sealer, track, pageEnds, scriptUrl, clickUrl };
  return { reporting, router };
}
