import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest time, in milliseconds, for which this process's loop was kept from turning while the work was done. */
export async function watchLoop<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const result = await work();
  delays.disable();
  return [result, delays.max / 1e6];
}
