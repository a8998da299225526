import { createServer } from 'node:http';
import { answerWhole, heroAnswerDelayMs } from '../hero.js';

// An API with the hero, until it is killed. Prints its origin.
const server = createServer((req, res) => {
  req.resume().once('end', () => {
    setTimeout(answerWhole, heroAnswerDelayMs, res);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`http://127.0.0.1:${port ?? 0}\n`);
});
