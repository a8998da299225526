/** Resolves once it is so; the test's own limit ends the wait for what never is. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}
