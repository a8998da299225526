/** What a shop is started with. */
export interface ShopTerms {
  readonly apiUrl: string;
  readonly redisUrl: string;
  /** How long a command may take. */
  readonly commandMs: number;
  readonly version: '5' | '6';
  readonly timeoutMs: number;
  readonly ttlMs: number;
  readonly staleWhileRevalidateMs: number;
  readonly perMinute: number;
  /** Of the quota. */
  readonly windowMs: number;
  readonly processes: number;
  /** Without it no answer is kept, nor shared. */
  readonly isCached: boolean;
  /** Without it each shop is for itself. */
  readonly isShared: boolean;
  /** Whether it is ready only once it can use Redis, however long that takes. */
  readonly awaitsRedis: boolean;
}

/** Asks for pages. */
export interface PagesWanted {
  /** One page for each, of this customer and this path. */
  readonly customers: readonly string[];
  readonly path: string;
  /** Milliseconds from one page to the next; 0: all at once. */
  readonly gapMs: number;
  /** No more pages than these are under way at a time, however slow the machine is. */
  readonly atOnce: number;
}

/** What came of the pages. */
export interface PagesSeen {
  /** How many had their hero from where, or why not. */
  readonly sources: Readonly<Record<string, number>>;
  /** Pages with a hero who is another customer's. */
  readonly foreign: number;
  readonly slowestMs: number;
}

export type ShopCommand =
  | ({ readonly kind: 'pages' } & PagesWanted)
  | { readonly kind: 'forget'; readonly customerId: string }
  | { readonly kind: 'calls' }
  | { readonly kind: 'close' };

export interface ShopReply {
  readonly pages?: PagesSeen;
  /** When each call of the API was sent, in epoch milliseconds. */
  readonly callsAt?: readonly number[];
  /** No reply yet: all pages that were asked for are under way, and have been looked for in Redis. */
  readonly isUnderWay?: true;
}
