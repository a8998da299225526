import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import express5 from 'express';
import type { Request, Response } from 'express';
import express4 from 'express4';
import { createTestPersonalize } from 'express-moengage-personalize/testing';

// Says of several applications, each of which serves some pages, whether V8 has one shape for their requests and one for
// their responses; ends with the first of which it has. In a process of its own, since that of Node 24 has them of some 400
// applications and no more, and the tests that were here before have made others.

// V8 below Node 24 keeps such shapes in 64 places, which it deals out by lot. An application whose requests and responses
// draw the same place finds them overwritten: one in 64, and one in ten where the pages are also asked for from here.
const mostApplications = 8;

const createApp = process.argv[2] === 'Express 4' ? express4 : express5;

setFlagsFromString('--allow-natives-syntax');
const compareShapes: unknown = runInThisContext('(one, other) => %HaveSameMap(one, other)');

function haveOneShape(objects: readonly object[]): boolean {
  if (typeof compareShapes !== 'function') throw new TypeError('V8 does not say');
  return objects.every((object) => Reflect.apply(compareShapes, undefined, [objects[0], object]) === true);
}

async function servesOneShape(): Promise<boolean> {
  const personalize = createTestPersonalize({ experiences: { 'home-hero': { Title: 'Hello' } } });
  const requests: Request[] = [];
  const responses: Response[] = [];
  const server = createApp()
    .get('/', personalize('home-hero'), (req, res) => {
      requests.push(req);
      responses.push(res);
      res.end(res.locals.personalization.value('home-hero', 'Title'));
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  for (let page = 0; page < 4; page += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'user-agent': 'Mozilla/5.0 Firefox/143.0' } });
    if ((await answer.text()) !== 'Hello') throw new Error('the page is not personalized');
  }
  server.closeAllConnections();
  server.close();
  // The first pages of a server have others, since its methods are still being found.
  return haveOneShape(requests.slice(2)) && haveOneShape(responses.slice(2));
}

async function main(): Promise<void> {
  const shared: boolean[] = [];
  while (shared.length < mostApplications && !shared.includes(true)) shared.push(await servesOneShape());
  process.stdout.write(JSON.stringify(shared));
}

void main();
