/**
 * What is used of a client of the `redis` package, 5 or 6: `createClient()` gives one. A cluster or a pool does not fit.
 * It is told by its shape, so that nothing here needs that package, nor its types.
 */
export interface RedisClientLike {
  /** Whether it was told to connect, and not to close. */
  readonly isOpen: boolean;
  /** Whether the server can be talked to, as far as the client knows. */
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  sendCommand(args: readonly (string | Buffer)[], options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
  on(event: string, listener: (error?: unknown) => void): unknown;
}
