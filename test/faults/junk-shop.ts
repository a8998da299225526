import type { PersonalizeStats } from '../../src/index.js';

/** What the shop says of itself at `/counts`. */
export interface JunkCounts extends Pick<PersonalizeStats, 'events'> {
  /** CPU time of the process since its start. */
  readonly cpuMs: number;
}
