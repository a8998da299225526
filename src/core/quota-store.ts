import type { Clock } from './clock.js';
import type { Warnings } from './warnings.js';

/** What a process asks of the count that all share. */
export interface QuotaOrder {
  /** Calls that it wants to make soon. */
  readonly wanted: number;
  /** Calls of its last grant that it has not made and gives back; and which grant that was. */
  readonly returned: number;
  readonly grant: string | undefined;
  /** Calls that it has made and the count does not have, since it was away. */
  readonly untold: number;
  /** Calls that it has made in this window, told or not: what to go by where the count was lost. */
  readonly made: number;
  /** Calls that it may make without the count until it asks again: nobody else gets them until then. */
  readonly alone: number;
  /** Which count it has told of them; `undefined`: none yet. */
  readonly epoch: string | undefined;
}

/** What it gets. */
export interface QuotaReply {
  /** Calls that it may make, within the time of a grant. */
  readonly granted: number;
  /** Name of the grant, for what is given back of it. */
  readonly grant: string;
  /** Calls that nobody has been granted in this window. */
  readonly left: number;
  /** Processes that have asked lately, this one included. */
  readonly processes: number;
  /** Name of the count: another one than before knows nothing of what was told before. */
  readonly epoch: string;
  /**
   * Whether the count is new, or nobody has reached it for a while, so that not every process has told it yet what it has
   * done: until then none gets any.
   */
  readonly isInfant: boolean;
  /** Milliseconds for which the API has asked to be left alone, as some process has heard. 0: it has not. */
  readonly pausedMs: number;
}

/** A count at work. Nothing in it throws or rejects, and nothing takes longer than some 50 ms. */
export interface OpenQuotaStore {
  /** `false` while asking would only cost time. */
  readonly isUsable: boolean;
  /** Gives back and takes in one step. `undefined`: the store could not say; it may have done it all the same. */
  exchange(order: QuotaOrder): Promise<QuotaReply | undefined>;
  /** Tells the others that the API wants to be left alone for so long. */
  pause(pauseMs: number): Promise<void>;
}

export interface QuotaStorePorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  /** Of the workspace, and of nothing else. */
  readonly name: string;
  /** Calls that may be granted within the window. */
  readonly limit: number;
  /** In milliseconds. A call that was granted counts for so long. */
  readonly windowMs: number;
  /** How long a process has to make the calls of a grant; also how exact times are, and how often all ask at least. */
  readonly grantMs: number;
}

/** Where processes count their calls together: what the `quota.store` option takes. */
export interface QuotaStore {
  /** Called once, by `createPersonalize`. Must not throw. */
  open(ports: QuotaStorePorts): OpenQuotaStore;
}
