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

/** What visitors saw while the API's name was known to nobody, and what that cost the process. */
export interface NamelessVisits {
  /** What the name server was asked while all was well. */
  readonly questions: number;
  readonly denied: Visited;
  readonly swallowed: Visited;
  readonly naive: Visited;
  /** Pages of a shop that had a connection, while no question was answered. */
  readonly kept: readonly PageSeen[];
  /** How long pages took that wait for the deadline alone. */
  readonly timersMs: readonly number[];
  /** The longest that reading a file took, while no question was answered; and before, with what the loop was late then. */
  readonly fileMs: number;
  readonly fileControlMs: number;
  /** From the first answer of the name server until a page was live. */
  readonly healedMs: number;
  /** What a page took before that, once the breaker had opened. */
  readonly quickMs: number;
}

/** What befell a process while its wall clock jumped. */
export interface ClockJump {
  /** How far it was from the truth afterwards. */
  readonly shiftMs: number;
  /** Hour and day that the API was told afterwards, and those that it should be told before and after that call. */
  readonly sent: string;
  readonly expected: readonly string[];
  /** Pages that met with a hanging API before the jump. */
  readonly hung: Visited;
  /** How long pages took that waited for the deadline alone, and a deadline by the wall clock. */
  readonly timersMs: readonly number[];
  readonly naiveMs: number;
  /** For how long a breaker was open. */
  readonly openMs: number;
  /** Where pages of the same visitor were from: the first, one after the jump, and one after its answer's time. */
  readonly sources: readonly unknown[];
}

export interface ClockJumpsInput {
  /** Moves the wall clock. */
  readonly file: string;
  readonly jumpsSeconds: readonly number[];
}

export interface HerdInput {
  readonly baseUrl: string;
  /** How many come in one moment. */
  readonly visitors: number;
  /** Whether they come by way of the naive client. */
  readonly isNaive: boolean;
}

/** A page, and how steadily it is visited: in so many windows, one after the other. */
export interface SteadyInput {
  readonly url: string;
  readonly perSecond: number;
  readonly windows: number;
  readonly windowSeconds: number;
}

/** Where junk goes, and how much of it. */
export interface JunkInput {
  readonly origin: string;
  /** At which path the shop has what takes it. */
  readonly mount: string;
  /** Of tokens that the shop sealed, to forge others from. */
  readonly tokens: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

/** What came of it. */
export interface JunkSent {
  readonly sent: number;
  /** Answers by their status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Connections that the shop closed, as it does where a body is too large. */
  readonly closed: number;
}

/** So many mutants of the answer, by this seed, and a page of the shop. */
export interface MutantsInput {
  readonly seed: number;
  readonly count: number;
  readonly path: string;
}

/** What the pages were. */
export interface MutantsSeen {
  readonly pages: number;
  /** Answers in which the hero was whole, and pages that showed it then. */
  readonly whole: number;
  readonly kept: number;
  /** Pages that were no page at all. */
  readonly failed: number;
  /** A few of the answers that led to such pages, or to one without a hero that was whole. */
  readonly wrong: readonly string[];
}

/** Pages, each of which is visited steadily. */
export interface VisitsInput {
  readonly urls: readonly string[];
  /** Of each. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** Pages, each of which is visited as often as it can be. */
export interface WarmUpInput {
  readonly urls: readonly string[];
  /** Of each. */
  readonly pages: number;
}

/** A page, when it was due in epoch milliseconds, and how long it took from then. */
export interface PageVisit extends PageSeen {
  readonly url: string;
  readonly dueAt: number;
}

/** Each program in this folder, with its input and what it prints. */
export interface Programs {
  readonly 'visits-of-shops': { readonly input: readonly Errand[]; readonly output: readonly Visited[] };
  readonly 'burden-of-answers': { readonly input: BurdenInput; readonly output: readonly Burden[] };
  /** Of no jump at all, and then of each. */
  readonly 'clock-jumps': { readonly input: ClockJumpsInput; readonly output: readonly ClockJump[] };
  /** Of each moment, where the pages' hero was from. */
  readonly herd: { readonly input: HerdInput; readonly output: readonly Readonly<Record<string, number>>[] };
  readonly junk: { readonly input: JunkInput; readonly output: JunkSent };
  readonly 'page-visits': { readonly input: VisitsInput; readonly output: readonly PageVisit[] };
  /** The p99 of each window, in milliseconds. */
  readonly 'steady-visits': { readonly input: SteadyInput; readonly output: readonly number[] };
  readonly 'visits-of-mutants': { readonly input: MutantsInput; readonly output: MutantsSeen };
  readonly 'warm-up': { readonly input: WarmUpInput; readonly output: number };
  readonly 'visits-without-names': { readonly input: null; readonly output: NamelessVisits };
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
