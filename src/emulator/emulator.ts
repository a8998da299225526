import { once } from 'node:events';
import type { Server } from 'node:http';

import { createApi } from './api/api.js';
import { apiPrefix } from './api/routes.js';
import { createConfigSource } from './config/source.js';
import type { ConfigSource } from './config/source.js';
import type { ControlTarget } from './control/control.js';
import { outlineExperiences } from './control/state.js';
import type { EmulatorState } from './control/state.js';
import { createEventStream } from './control/stream.js';
import type { Fault, FaultFilter } from './faults/fault.js';
import { createFaultBoard } from './faults/fault-board.js';
import type { FaultBoard } from './faults/fault-board.js';
import { createLedger } from './ledger/ledger.js';
import type { Ledger } from './ledger/ledger.js';
import { checkOptions } from './options.js';
import type { EmulatorOptions, LoopbackHost } from './options.js';
import { createEmulatorServer } from './server.js';

/** A running emulator. */
export interface Emulator {
  /** Origin, such as `http://127.0.0.1:4010`; its page is at `/`. */
  readonly url: string;
  /** What the package takes as its `baseUrl`: `url` and `/v1`. */
  readonly baseUrl: string;
  readonly workspaceId: string;
  readonly apiKey: string;
  readonly ledger: Ledger;
  /**
   * From now on this goes wrong; `undefined` ends it. A fault for a `path` comes before one for all.
   * @throws EmulatorError `MOE_EMULATOR_FAULT`.
   */
  fault(fault: Fault | undefined, filter?: FaultFilter): void;
  /** Reads `configFile` again, at once. Tells whether it is good; a broken one leaves the last good one in use. */
  reload(): boolean;
  /** Ends everything, open connections included. May be called again. */
  close(): Promise<void>;
}

function stateOf(source: ConfigSource, faults: FaultBoard): EmulatorState {
  return {
    workspaceId: source.current.workspaceId,
    configFile: source.fileName,
    problems: source.problems,
    faults: faults.active,
    experiences: outlineExperiences(source.current),
  };
}

async function listen(server: Server, host: LoopbackHost, port: number): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host === '::1' ? '[::1]' : host}:${actualPort}`;
}

async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** The parts of an emulator, wired. */
function assemble(options: EmulatorOptions): {
  readonly source: ConfigSource;
  readonly server: Server;
  readonly control: ControlTarget;
} {
  const now = options.now ?? Date.now;
  const stream = createEventStream();
  const ledger = createLedger();
  const sendState = (): void => {
    stream.send('state', state());
  };
  const faults = createFaultBoard(sendState);
  const source = createConfigSource(options.config, options.configFile, {
    onConfig(config) {
      api.use(config);
      sendState();
    },
    onProblems(problems) {
      sendState();
      options.onConfigError?.(problems);
    },
  });
  const api = createApi(source.current, now);
  const state = (): EmulatorState => stateOf(source, faults);
  ledger.onEntry((entry) => {
    stream.send(entry.type, entry);
  });
  const control: ControlTarget = { ledger, faults, stream, state, reload: () => source.reload(), now };
  const rateLimit = (): number => source.current.rateLimit;
  return { source, control, server: createEmulatorServer({ api, ledger, control, rateLimit, now }) };
}

/**
 * Starts a local double of the MoEngage Personalize API, for development and tests. It listens on loopback only.
 * @throws EmulatorError `MOE_EMULATOR_OPTION`, `MOE_EMULATOR_CONFIG`, or `MOE_EMULATOR_PRODUCTION` where
 * `NODE_ENV` is `production`; and the system's own error where the port is taken.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options, process.env.NODE_ENV);
  const { source, server, control } = assemble(options);
  const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0).catch((error: unknown) => {
    source.close();
    throw error;
  });
  let closing: Promise<void> | undefined;
  return {
    url,
    baseUrl: `${url}${apiPrefix}`,
    get workspaceId() {
      return source.current.workspaceId;
    },
    get apiKey() {
      return source.current.apiKey;
    },
    ledger: control.ledger,
    fault(fault, filter) {
      control.faults.set(fault, filter);
    },
    reload: () => source.reload(),
    close() {
      source.close();
      return (closing ??= shut(server));
    },
  };
}
