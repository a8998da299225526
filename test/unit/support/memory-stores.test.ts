import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { describeAnswerStore } from '../../support/answer-store-contract.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createMemoryAnswerStore } from '../../support/memory-answer-store.js';
import { createMemoryQuotaStore } from '../../support/memory-quota-store.js';
import type { MemoryQuotaStore } from '../../support/memory-quota-store.js';
import { contractInfancyMs, contractTerms, describeQuotaStore } from '../../support/quota-store-contract.js';

const clock = createFakeClock();
const warnings = createWarnings(silentLogger, clock);

const pass = (ms: number): Promise<void> => {
  clock.advance(ms);
  return Promise.resolve();
};

describeAnswerStore('an answer store in memory', {
  open() {
    const store = createMemoryAnswerStore(clock).open({ clock, warnings });
    return Promise.resolve([store, store]);
  },
  pass,
});

let quotas: MemoryQuotaStore | undefined;

describeQuotaStore('a quota store in memory', {
  open() {
    const store = createMemoryQuotaStore(clock, contractInfancyMs);
    quotas = store;
    const ports = { ...contractTerms, clock, warnings };
    return Promise.resolve([store.open(ports), store.open(ports)]);
  },
  lose() {
    quotas?.lose();
    return Promise.resolve();
  },
  pass,
});
