const ascending = (a, b) => a - b;

/** The value below which `share` of the samples lie. */
export function quantile(samples, share) {
  if (samples.length === 0) return NaN;
  const sorted = Float64Array.from(samples).sort(ascending);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The middle of a few rounds, which one noisy round cannot move far. */
export function median(samples) {
  const sorted = [...samples].sort(ascending);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of each named figure over all rounds. */
export function medianOf(rounds, names) {
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name]))]));
}

/**
 * How a figure compares with another subject's of the same rounds, in the middle: what the machine does else comes in spells
 * longer than a round, and so falls on both.
 * @param {(one: number, other: number) => number} compare
 */
export function compareRounds(rounds, others, name, compare) {
  return median(rounds.map((round, index) => compare(round[name], others[index][name])));
}

/** @type {(one: number, other: number) => number} */
export const ratio = (one, other) => one / other;

/** @type {(one: number, other: number) => number} */
export const difference = (one, other) => one - other;
