/** What a step may take beyond what it waits for. A contract's own times leave room for some of these in a row. */
const stepGraceMs = 20;
const attempts = 6;

/** Longer than all attempts take, each with a machine that stands still in it. */
export const inTimeLimitMs = 120_000;

/** Whether all went on in time: a machine that stood still for a while has let more time pass than the test meant to. */
export interface Watch {
  /** Does the work again where it failed and was late. */
  inTime(work: () => Promise<void>): Promise<void>;
  /** Does what takes so long, and is late where it takes longer, or comes later than right after the last one. */
  step<Value>(ms: number, work: () => Promise<Value>): Promise<Value>;
  /** Something else has shown that it was late. */
  late(): void;
  /** Makes what is to be called again and again, and is late where it comes later than so long after the last time. */
  beat(ms: number): () => void;
}

export function createWatch(): Watch {
  let lateTimes = 0;
  let steppedAt = Infinity;
  const late = (): void => {
    lateTimes += 1;
  };
  const check = (since: number, ms: number): void => {
    if (performance.now() - since > ms) late();
  };
  const inTime = async (work: () => Promise<void>, left: number): Promise<void> => {
    const before = lateTimes;
    steppedAt = Infinity;
    try {
      await work();
    } catch (error) {
      if (lateTimes === before || left === 1) throw error;
      await inTime(work, left - 1);
    }
  };
  return {
    inTime: (work) => inTime(work, attempts),
    late,
    async step(ms, work) {
      check(steppedAt, stepGraceMs);
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        check(startedAt, ms + stepGraceMs);
        steppedAt = performance.now();
      }
    },
    beat(ms) {
      let lastAt = performance.now();
      return () => {
        check(lastAt, ms);
        lastAt = performance.now();
      };
    },
  };
}
