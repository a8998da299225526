/** Gives the same thing at each call, made at the first: for what is large and often never needed. */
export function lazily<Thing extends object>(create: () => Thing): () => Thing {
  let thing: Thing | undefined;
  return () => (thing ??= create());
}
