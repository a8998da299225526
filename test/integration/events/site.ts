import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Emulator } from 'express-moengage-personalize/emulator';
import type { PersonalizeStats } from 'express-moengage-personalize';
import { buildChild } from '../../support/build-child.js';

const program = buildChild(join(__dirname, 'children/site.ts'));

/** How a site ended. */
export interface SiteEnd {
  readonly status: number | null;
  readonly signal: string | null;
  /** From the moment at which it was told to end, or had nothing more to do. */
  readonly tookMs: number;
  readonly complaints: readonly string[];
  /** Listeners that the package added to the process. */
  readonly added: number | undefined;
  readonly events: NonNullable<PersonalizeStats['events']> | undefined;
}

export interface ServedPage {
  /** When the timers of the process last ran before it was sent, by its own monotonic clock. */
  readonly turnMs: number;
}

export interface Site {
  /** Asks for a page over a connection that is kept. Resolves once it came, or has not. */
  visit(customer: string, path?: string): Promise<ServedPage | undefined>;
  /** Resolves when the process has ended. */
  end(signal?: NodeJS.Signals): Promise<SiteEnd>;
}

/** A site in a process of its own. `closeMs`: for all of its end, where that is by closeOnSignals. */
export async function startSite(
  { baseUrl, workspaceId, apiKey }: Emulator,
  way: 'signals' | 'end' | 'none',
  directory = '',
  closeMs?: number,
): Promise<Site> {
  const args = [baseUrl, workspaceId, apiKey, way, directory, ...(closeMs === undefined ? [] : [String(closeMs)])];
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const agent = new Agent({ keepAlive: true });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(line));
  const exited = new Promise<readonly [number | null, string | null]>((resolve) => {
    // Once its output was read to the end, too.
    child.once('close', (status, signal) => {
      resolve([status, signal]);
    });
  });
  await once(lines, 'line');
  const port = Number(said[0]);

  return {
    visit: (customer, path = '/') =>
      new Promise((resolve) => {
        const call = request({ agent, port, path, host: '127.0.0.1', headers: { 'x-customer': customer } }, (res) => {
          res.resume().on('end', () => {
            resolve(res.statusCode === 200 ? { turnMs: Number(res.headers['x-turn']) } : undefined);
          });
          res.on('error', () => {
            resolve(undefined);
          });
        });
        call.on('error', () => {
          resolve(undefined);
        });
        call.end();
      }),
    async end(signal) {
      const startedAt = performance.now();
      if (signal !== undefined) child.kill(signal);
      const [status, killedBy] = await exited;
      const tookMs = performance.now() - startedAt;
      agent.destroy();
      const last = said.length > 1 ? (JSON.parse(said.at(-1) ?? '') as Pick<SiteEnd, 'added' | 'events'>) : undefined;
      return { status, signal: killedBy, tookMs, complaints, added: last?.added, events: last?.events };
    },
  };
}

/** Visits by so many customers, each once and some at a time. Resolves to those whose page came whole. */
export async function visitAll(
  site: Site,
  customers: readonly string[],
  onVisit?: (count: number) => void,
): Promise<readonly string[]> {
  const left = [...customers];
  const served: string[] = [];
  const visitOn = async (): Promise<void> => {
    for (let customer = left.shift(); customer !== undefined; customer = left.shift()) {
      if (await site.visit(customer)) served.push(customer);
      onVisit?.(served.length);
    }
  };
  await Promise.all(Array.from({ length: 20 }, visitOn));
  return served;
}

export const customersFrom = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}_${index}`);
