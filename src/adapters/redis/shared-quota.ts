import { randomBytes } from 'node:crypto';
import type { OpenQuotaStore, QuotaOrder, QuotaReply, QuotaStore, QuotaStorePorts } from '../../core/quota-store.js';
import type { RedisLink, RedisReply } from './redis-link.js';
import { exchangeScript, pauseScript } from './shared-quota-scripts.js';

/** Within this all processes have found out that Redis is back, and told a count that is new what they have done. */
const defaultInfancyMs = 2_000;

const newName = (): string => randomBytes(9).toString('base64url');

function readReply(reply: RedisReply): QuotaReply | undefined {
  if (!Array.isArray(reply)) return undefined;
  const list: readonly RedisReply[] = reply;
  const [granted, grant, left, processes, epoch, isInfant, pausedMs] = list;
  const isReply =
    typeof granted === 'number' &&
    typeof grant === 'string' &&
    typeof left === 'number' &&
    typeof processes === 'number' &&
    typeof epoch === 'string' &&
    typeof pausedMs === 'number';
  return isReply ? { granted, grant, left, processes, epoch, isInfant: isInfant === 1, pausedMs } : undefined;
}

class RedisQuota implements OpenQuotaStore {
  readonly #link: RedisLink;
  readonly #key: string;
  readonly #ports: QuotaStorePorts;
  readonly #infancyMs: number;
  readonly #process = newName();

  constructor(link: RedisLink, key: string, ports: QuotaStorePorts, infancyMs: number) {
    this.#link = link;
    this.#key = key;
    this.#ports = ports;
    this.#infancyMs = infancyMs;
  }

  get isUsable(): boolean {
    return this.#link.isUsable;
  }

  async exchange(order: QuotaOrder): Promise<QuotaReply | undefined> {
    const { limit, windowMs, grantMs } = this.#ports;
    const { wanted, returned, grant = '0', untold, made, epoch = '', alone } = order;
    const count = [limit, grantMs, Math.ceil(windowMs / grantMs), this.#infancyMs].map(String);
    const calls = [String(wanted), String(returned), grant, String(untold), String(made)];
    try {
      const args = [...count, this.#process, ...calls, epoch, newName(), String(alone)];
      return readReply(await this.#link.script(exchangeScript, [this.#key], args));
    } catch {
      // The link has told of it.
      return undefined;
    }
  }

  async pause(pauseMs: number): Promise<void> {
    try {
      await this.#link.script(pauseScript, [this.#key], [String(Math.ceil(pauseMs))]);
    } catch {
      // Each process finds out for itself.
    }
  }
}

/** The count of all processes in Redis: what the `quota.store` option takes. `prefix`: what its key begins with. */
export function createRedisQuotaStore(
  link: RedisLink,
  prefix: string,
  infancyMs: number = defaultInfancyMs,
): QuotaStore {
  return {
    open(ports) {
      link.warnTo(ports.warnings);
      return new RedisQuota(link, `${prefix}:quota:{${ports.name}}`, ports, infancyMs);
    },
  };
}
