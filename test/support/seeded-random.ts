const modulus = 2_147_483_647;
const factor = 48_271;

/** A seed for one run; to see a run again, put the seed that it printed in its place. */
export const newSeed = (): number => 1 + (Date.now() % (modulus - 1));

/** From 0 to 1, as `Math.random`, and the same for the same seed (Park and Miller's minimal standard). */
export function createSeededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * factor) % modulus;
    return (state - 1) / (modulus - 1);
  };
}
