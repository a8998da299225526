import { createHash } from 'node:crypto';

const hashBytes = 6;
const hashRange = 2 ** (hashBytes * 8);

/** A number from 0 up to but not including 1, always the same for the same parts, evenly spread over different ones. */
export function bucketOf(...parts: readonly string[]): number {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return hash.readUIntBE(0, hashBytes) / hashRange;
}

/** Whether the visitor is among the `percent` that something is withheld from. */
export function isWithin(percent: number, ...parts: readonly string[]): boolean {
  return percent > 0 && bucketOf(...parts) * 100 < percent;
}

/** The item into whose share of the weights `position` (0 to 1) falls. */
export function pickWeighted<Item extends { readonly weight: number }>(
  items: readonly Item[],
  position: number,
): Item | undefined {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let left = position * total;
  return items.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}
