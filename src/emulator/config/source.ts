import { basename } from 'node:path';

import { problemsError } from '../error.js';
import type { ConfigProblem } from '../error.js';
import type { EmulatorConfig } from './config.js';
import { readConfigFile } from './file.js';
import type { EmulatorConfigInput } from './input.js';
import { parseEmulatorConfig } from './parser.js';
import { watchFile } from './watcher.js';

/** Where the configuration comes from and what it is just now. */
export interface ConfigSource {
  readonly current: EmulatorConfig;
  /** Name of the file, without its folder. */
  readonly fileName: string | undefined;
  /** What is wrong with the file as it stands; the configuration before it is in use. */
  readonly problems: readonly ConfigProblem[];
  /** Reads the file again, where there is one. Tells whether it is good. */
  reload(): boolean;
  close(): void;
}

export interface SourceListener {
  /** The file was read and is good. */
  onConfig(config: EmulatorConfig): void;
  /** The file was read and is not used. */
  onProblems(problems: readonly ConfigProblem[]): void;
}

function createFixedSource(input: EmulatorConfigInput): ConfigSource {
  return {
    current: parseEmulatorConfig(input),
    fileName: undefined,
    problems: [],
    reload: () => true,
    close: () => undefined,
  };
}

function readFirst(path: string): EmulatorConfig {
  const first = readConfigFile(path);
  if (first.ok) return first.config;
  throw problemsError('MOE_EMULATOR_CONFIG', basename(path), first.problems);
}

function createFileSource(path: string, listener: SourceListener): ConfigSource {
  let current = readFirst(path);
  let problems: readonly ConfigProblem[] = [];
  const reload = (): boolean => {
    const outcome = readConfigFile(path);
    problems = outcome.ok ? [] : outcome.problems;
    if (outcome.ok) listener.onConfig((current = outcome.config));
    else listener.onProblems(problems);
    return outcome.ok;
  };
  return {
    get current() {
      return current;
    },
    fileName: basename(path),
    get problems() {
      return problems;
    },
    reload,
    close: watchFile(path, reload),
  };
}

/** @throws EmulatorError `MOE_EMULATOR_CONFIG` where the first reading finds anything wrong. */
export function createConfigSource(
  config: EmulatorConfigInput | undefined,
  configFile: string | undefined,
  listener: SourceListener,
): ConfigSource {
  return configFile === undefined ? createFixedSource(config ?? {}) : createFileSource(configFile, listener);
}
