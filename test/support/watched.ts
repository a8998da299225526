/** What a promise has come to so far. */
export interface Watched<Value> {
  readonly value: Value | undefined;
}

/** Looks on, for tests in which a promise must not have settled yet. */
export function watch<Value>(promise: Promise<Value>): Watched<Value> {
  const watched: { value: Value | undefined } = { value: undefined };
  void promise.then((value) => {
    watched.value = value;
  });
  return watched;
}
