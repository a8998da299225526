/** Gives the same thing at each call, made at the first: for what is large or dear, and often never needed. */
export function lazily<Thing>(create: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => (made ??= { thing: create() }).thing;
}
