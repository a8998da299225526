import { delaysTable, measureDelays } from './delays.mjs';
import { faultsTable, measureFaults } from './faults.mjs';
import { latencyTable, measureLatency } from './latency.mjs';
import { measureMemory, memoryTable } from './memory.mjs';
import { measureSteps, stepsTable } from './steps.mjs';
import { measureThroughput, throughputTable } from './throughput.mjs';

/** All that is measured, in the order of the report. */
export const sections = {
  steps: { measure: (_session, _level, folder) => measureSteps(folder), table: stepsTable },
  throughput: { measure: measureThroughput, table: throughputTable },
  latency: { measure: measureLatency, table: latencyTable },
  delays: { measure: measureDelays, table: delaysTable },
  faults: { measure: measureFaults, table: faultsTable },
  memory: { measure: measureMemory, table: memoryTable },
};
