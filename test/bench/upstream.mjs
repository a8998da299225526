// The process that plays every vendor's API: one listener for each application, so that calls and sockets are counted
// apart, and each can be slow, hang, fail or reset for itself.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';
import { serve } from './child.mjs';
import { answerFor } from './upstream-answers.mjs';

/** @typedef {'answer' | 'hang' | 'fail' | 'reset'} Mode */

/** @type {Map<number, ReturnType<typeof createListener>>} */
const listeners = new Map();

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

function createListener() {
  const state = { mode: /** @type {Mode} */ ('answer'), delayMs: 0, calls: 0, sockets: 0 };

  const reply = (request, response) => {
    const body = answerFor(request.url);
    if (body === undefined) answer(response, 404, '{}');
    else if (state.mode === 'fail') answer(response, 500, '{"title":"Internal Server Error"}');
    else answer(response, 200, body);
  };

  const server = createServer((request, response) => {
    state.calls += 1;
    request.resume();
    if (state.mode === 'hang') return;
    if (state.mode === 'reset') request.socket.resetAndDestroy();
    else if (state.delayMs === 0) reply(request, response);
    else setTimeout(reply, state.delayMs, request, response);
  });
  server.on('connection', () => (state.sockets += 1));
  // An idle connection that closes in the middle of a round would be this stub's doing.
  server.keepAliveTimeout = 600_000;
  return { server, state };
}

serve({
  /** A new listener's port. */
  listen: () =>
    new Promise((resolve) => {
      const listener = createListener();
      listener.server.listen(0, '127.0.0.1', () => {
        const { port } = listener.server.address();
        listeners.set(port, listener);
        resolve(port);
      });
    }),
  set: ({ port, ...change }) => void Object.assign(listeners.get(port).state, change),
  counts: (port) => {
    const { calls, sockets } = listeners.get(port).state;
    return { calls, sockets };
  },
  /** Nobody listens any more: connections are refused, as by a host whose service is down. */
  close: (port) => {
    const { server } = listeners.get(port);
    server.close();
    server.closeAllConnections();
  },
});
