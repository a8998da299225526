import assert from 'node:assert/strict';
import fc from 'fast-check';

const numberOf = (variable: string, fallback: number): number => Number(process.env[variable] ?? fallback);

/** Values that each test tries: few in `npm test`, a million by night. */
const fuzzRuns = numberOf('FUZZ_RUNS', 2_000);

/** Longer than anything that reads a request may keep all the others waiting. */
const longestMs = 100;

/** The busiest machine needs less for one value, collections of garbage included. */
const patienceMs = 2;

/** Milliseconds that the work takes; where it seems to take too long, the least of four times, since others work here too. */
function measure(work: () => void): number {
  const once = (): number => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  };
  const firstMs = once();
  return firstMs <= longestMs ? firstMs : Math.min(firstMs, once(), once(), once());
}

/**
 * A test that the check holds for whatever is made, each time within a tenth of a second. Tells its seed: `FUZZ_SEED`. A
 * million checks want Node's own assertions: Jest's take ten times as long as what is checked.
 */
export function fuzz<Value>(title: string, values: fc.Arbitrary<Value>, check: (value: Value) => void): void {
  const test = (): void => {
    const seed = numberOf('FUZZ_SEED', Date.now() & 0x7fff_ffff);
    let slowestMs = 0;
    const property = fc.property(values, (value) => {
      const tookMs = measure(() => {
        check(value);
      });
      slowestMs = Math.max(slowestMs, tookMs);
      assert.ok(tookMs <= longestMs, `${tookMs} ms`);
    });
    fc.assert(property, { numRuns: fuzzRuns, seed });
    const name = expect.getState().currentTestName ?? title;
    process.stdout.write(`fuzz: ${name}: ${fuzzRuns} by seed ${seed}, the slowest ${slowestMs.toFixed(1)} ms\n`);
  };
  it(title, test, 30_000 + fuzzRuns * patienceMs);
}
