/**
 * Keeps the process from ending for want of anything to do, for so many milliseconds at most. Nothing else in the package
 * does; but whoever waits for a delivery is owed the time for it.
 */
export function keepAlive(milliseconds: number): () => void {
  const timer = setTimeout(() => undefined, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
