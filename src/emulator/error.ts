/** One thing that is wrong with the emulator's configuration. */
export interface ConfigProblem {
  /** Where, such as `experiences[0].key`; empty for the whole. */
  readonly path: string;
  /** The rule, and what was received. */
  readonly message: string;
  /** 1-based line of the YAML file, where there is one. */
  readonly line: number | undefined;
}

export const emulatorErrorCodes = [
  'MOE_EMULATOR_CONFIG',
  'MOE_EMULATOR_FAULT',
  'MOE_EMULATOR_OPTION',
  'MOE_EMULATOR_PRODUCTION',
] as const;

export type EmulatorErrorCode = (typeof emulatorErrorCodes)[number];

/** Everything that `createEmulator`, `parseEmulatorConfig` and `fault` throw about what they were given. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: EmulatorErrorCode;
  /** For `MOE_EMULATOR_CONFIG` and `MOE_EMULATOR_FAULT`: all that is wrong, not just the first. */
  readonly problems: readonly ConfigProblem[];

  constructor(code: EmulatorErrorCode, message: string, problems: readonly ConfigProblem[] = []) {
    super(`${message} (${code})`);
    this.code = code;
    this.problems = problems;
  }
}

function describeProblem({ path, message, line }: ConfigProblem): string {
  const where = [line === undefined ? '' : `line ${line}`, path].filter((part) => part !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

/** An error whose message lists every problem, one a line. */
export function problemsError(
  code: EmulatorErrorCode,
  subject: string,
  problems: readonly ConfigProblem[],
): EmulatorError {
  const lines = problems.map((problem) => `\n  ${describeProblem(problem)}`);
  return new EmulatorError(code, `${subject} is not valid:${lines.join('')}\n`, problems);
}
