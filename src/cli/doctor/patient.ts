import type { ApiRequest } from '../../client/transport.js';
import { parseMilliseconds } from '../../config/option-rules.js';
import { leastTimeoutMs, mostTimeoutMs } from '../../config/resolve-options.js';
import type { ClientOptions } from '../../config/resolved-options.js';
import type { Clock } from '../../core/clock.js';
import type { CommandHost } from '../command-host.js';
import { resolveConnection } from '../connection-options.js';
import type { WrittenTypes } from '../types/written-types.js';
import { allPlaces } from './data-centers.js';
import type { Place } from './data-centers.js';
import { createProbe } from './probe.js';
import type { Probe, Reply } from './probe.js';
import type { DoctorOptions } from './options.js';

/** What the checks look at: an application's way to the API. */
export interface Patient {
  readonly settings: ClientOptions;
  readonly url: URL;
  readonly clock: Clock;
  readonly probe: Probe;
  /** The answer to the question for all experiences, which is asked once. */
  readonly metadata: () => Promise<Reply>;
  /** Further data centres to ask with the same credentials; none for the emulator, whose key is no business of theirs. */
  readonly elsewhere: readonly Place[];
  /** The file of `--types`. */
  readonly types: { readonly path: string; readonly written: WrittenTypes | undefined } | undefined;
}

export const metadataRequest: ApiRequest = {
  method: 'GET',
  path: '/experiences/metadata?status=Active,Paused,Scheduled',
};

/** How long each step may take. */
export function parsePatience(timeout: string): number {
  return parseMilliseconds('--timeout', Number(timeout), leastTimeoutMs, mostTimeoutMs);
}

/** Only with a configuration that `examineConfiguration` has nothing against. `close` its probe in the end. */
export function createPatient(options: DoctorOptions, host: CommandHost, types: Patient['types']): Patient {
  const settings = resolveConnection(options, host.environment);
  const url = new URL(settings.baseUrl);
  const probe = createProbe(settings, host.clock);
  let asked: Promise<Reply> | undefined;
  return {
    settings,
    url,
    clock: host.clock,
    probe,
    metadata: () => (asked ??= probe.ask(metadataRequest)),
    elsewhere:
      options.probeDataCenters === true && url.protocol === 'https:'
        ? allPlaces.filter((place) => place.baseUrl !== settings.baseUrl)
        : [],
    types,
  };
}
