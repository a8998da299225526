#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../core/clock.js';
import { runProgram } from './program.js';

/** Of the package that this was built into, three folders up from the file that Node was told to run. */
function readVersion([, file = '']: readonly string[]): string {
  const path = join(dirname(realpathSync(file)), '../../../package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
  return manifest.version;
}

// `… | head` closes the pipe when it has seen enough, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void runProgram(process.argv, {
  environment: process.env,
  clock: systemClock,
  version: readVersion(process.argv),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  fail: (exitCode) => {
    process.exitCode = exitCode;
  },
  untilInterrupted: () =>
    new Promise((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    }),
});
