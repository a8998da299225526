#!/usr/bin/env node
import { runProgram } from './program.js';

// `… | head` closes the pipe when it has seen enough, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void runProgram(process.argv, {
  environment: process.env,
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
