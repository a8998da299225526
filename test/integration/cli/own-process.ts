import { runProgram } from '../../../src/cli/program.js';
import { systemClock } from '../../../src/core/clock.js';

// Runs the command once for each list of arguments, in a process of its own, and prints what each printed.
async function runEach(runs: readonly (readonly string[])[]): Promise<readonly string[]> {
  const outputs: string[] = [];
  for (const args of runs) {
    const lines: string[] = [];
    await runProgram(['node', 'moengage-personalize', ...args], {
      environment: process.env,
      clock: systemClock,
      version: '',
      print: (text) => lines.push(text),
      complain: (text) => lines.push(text),
      fail: () => undefined,
      untilInterrupted: () => Promise.resolve(),
    });
    outputs.push(lines.join('\n'));
  }
  return outputs;
}

void runEach(JSON.parse(process.env.RUNS ?? '[]') as readonly (readonly string[])[]).then((outputs) => {
  process.stdout.write(JSON.stringify(outputs));
});
