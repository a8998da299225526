import { startChild } from '../child.mjs';

/** What single steps of a page cost. */
export async function measureSteps(packageFolder) {
  const child = startChild('micro.mjs', { args: [packageFolder] });
  const rows = await child.call('measure');
  child.stop();
  return rows;
}

export const stepsTable = {
  title: 'Single steps',
  columns: [
    ['step', ({ step }) => step],
    ['µs', ({ micros }) => micros.toFixed(2)],
  ],
};
