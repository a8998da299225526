import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { settledBy } from '../../client/deadline.js';
import { isJsonObject } from '../../core/json.js';
import { countOf } from '../printable.js';
import { fine, trouble } from './finding.js';
import type { Remark } from './finding.js';
import { hostOf } from './socket.js';
import type { Patient } from './patient.js';

const maxShown = 4;

const advices: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'check the data centre or the base URL, and whether this network knows public names'],
  ['EAI_AGAIN', 'no name server answers from here: check /etc/resolv.conf, or the network of the container'],
]);

/** The host's addresses, or the code of the failure. By the same way as a call finds them. */
async function findAddresses(host: string): Promise<readonly string[] | string> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    return isJsonObject(error) && typeof error.code === 'string' ? error.code : 'unknown';
  }
}

/** Whether the API's name leads anywhere, and how long it takes to know. */
export async function examineDns({ url, clock, settings }: Patient): Promise<readonly Remark[]> {
  const host = hostOf(url);
  if (isIP(host) > 0) return [fine(`${host} is an address, and needs no looking up`)];
  const startedMs = clock.monotonic();
  const found = await settledBy(findAddresses(host), startedMs + settings.timeoutMs, clock);
  const ms = Math.round(clock.monotonic() - startedMs);
  if (found === undefined) {
    return [trouble(`looking up ${host} takes more than ${ms} ms`, advices.get('EAI_AGAIN') ?? '', { ms })];
  }
  if (typeof found === 'string') {
    return [
      trouble(`${host} was not found (${found})`, advices.get(found) ?? 'check the network', { code: found, ms }),
    ];
  }
  const shown = [...found.slice(0, maxShown), ...(found.length > maxShown ? ['…'] : [])].join(', ');
  const message = `${host} has ${countOf(found.length, 'address', 'addresses')} (${shown}), found in ${ms} ms`;
  return [fine(message, { addresses: found, ms })];
}
