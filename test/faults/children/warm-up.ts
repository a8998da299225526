import { visitMany } from '../visits.js';
import { runProgram } from './programs.js';

// Visits each of some pages as fast as it is served, until whoever serves it runs compiled code. Gives how many it visited.
runProgram('warm-up', async ({ urls, pages }) => {
  const atOnce = 50;
  const visited = await Promise.all(urls.map((url) => visitMany(url, pages, atOnce)));
  return visited.flat().length;
});
