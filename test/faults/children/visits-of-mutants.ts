import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { heroVariables } from '../hero.js';
import { createMutants, holdsHero } from '../mutants.js';
import { listen, startShop } from '../shop.js';
import { visitAs } from '../visits.js';
import { runProgram } from './programs.js';

const atOnce = 16;
const heroPage = JSON.stringify([heroVariables, 'network']);

/** An API with an answer for each visitor, who is called by its number. */
async function startApi(answers: readonly string[]): Promise<string> {
  const api = createServer((req, res) => {
    void text(req).then((body) => {
      const visitor = Number(/"customer_id":"(\d+)"/.exec(body)?.[1]);
      res.writeHead(200, { 'content-type': 'application/json' }).end(answers[visitor]);
    });
  });
  return `${await listen(api)}/v1`;
}

// Visits a page once for each of so many broken answers.
runProgram('visits-of-mutants', async ({ seed, count, path }) => {
  const answers = createMutants(seed, count);
  const shop = await startShop(await startApi(answers), { timeoutMs: 10_000, breaker: false, quota: false });
  const whole = answers.map(holdsHero);
  const seen = { pages: 0, whole: whole.filter(Boolean).length, kept: 0, failed: 0, wrong: [] as string[] };
  let next = 0;
  const visitor = async (): Promise<void> => {
    while (next < count) {
      const number = next;
      next += 1;
      const page = await visitAs(String(number), shop.origin + path).catch(() => undefined);
      const isLive = JSON.stringify(page?.body) === heroPage;
      seen.pages += 1;
      if (page?.status !== 200) seen.failed += 1;
      if (whole[number] && isLive) seen.kept += 1;
      if (page?.status !== 200 || (whole[number] && !isLive)) seen.wrong.push(answers[number] ?? '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
  return { ...seen, wrong: seen.wrong.slice(0, 3) };
});
