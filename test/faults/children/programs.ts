import type { PageSeen } from '../visits.js';

/** An API, and a page of the shop that asks it. */
export interface Errand {
  readonly baseUrl: string;
  readonly path: string;
  /** Default: that of the shop. */
  readonly timeoutMs?: number;
}

/** What came of it: the pages, and how long the shop took for each. */
export interface Visited {
  readonly pages: readonly PageSeen[];
  readonly timesMs: readonly number[];
}

/** What visiting some APIs cost the process, beyond what it had cost before. */
export interface Burden {
  readonly body: unknown;
  /** Growth of the most memory that was resident at any time. */
  readonly rssBytes: number;
  /** Longest time for which the loop did nothing else, in the best of several visits. */
  readonly blockedMs: number;
  /** The same while it served a page without personalization. */
  readonly controlMs: number;
}

/** Each program in this folder, with its input and what it prints. */
export interface Programs {
  readonly 'visits-of-shops': { readonly input: readonly Errand[]; readonly output: readonly Visited[] };
  readonly 'burden-of-answers': { readonly input: BurdenInput; readonly output: readonly Burden[] };
}

export interface BurdenInput {
  /** Has an ordinary answer, to warm up with. */
  readonly ordinary: string;
  readonly errands: readonly Errand[];
}

/** Runs a program: its input comes from `FAULT_INPUT`, and what it gives is printed as JSON. */
export function runProgram<Name extends keyof Programs>(
  _name: Name,
  main: (input: Programs[Name]['input']) => Promise<Programs[Name]['output']>,
): void {
  main(JSON.parse(process.env.FAULT_INPUT ?? 'null') as Programs[Name]['input']).then(
    (output) => process.stdout.write(JSON.stringify(output), () => process.exit(0)),
    (error: unknown) => process.stderr.write(String(error), () => process.exit(1)),
  );
}
