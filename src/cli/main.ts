#!/usr/bin/env node
import { runProgram } from './program.js';

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
