import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The child's side: answers each call with what the handler of that name returns.
 * @param {Record<string, (argument: any) => unknown>} handlers
 */
export function serve(handlers) {
  process.on('message', async ({ id, name, argument }) => {
    try {
      process.send({ id, value: await handlers[name](argument) });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
  // A run that was interrupted leaves nobody behind.
  process.on('disconnect', () => process.exit());
}

/**
 * The parent's side: a process of its own, asked by messages.
 * @param {string} file Beside this one.
 * @param {{ args?: string[], execArgv?: string[] }} [options]
 */
export function startChild(file, { args = [], execArgv = [] } = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv,
    env: { ...process.env, NODE_ENV: 'production' },
    // Some SDKs print a line for each error, which would drown the table.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (lastWords = (lastWords + text).slice(-1000)));
  const pending = new Map();
  let lastId = 0;

  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = pending.get(id);
    pending.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  child.on('exit', (code) => {
    for (const { reject } of pending.values())
      reject(new Error(`${file} ${args.join(' ')} ended with ${code}: ${lastWords}`));
  });

  return {
    /** @returns {Promise<any>} */
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        child.send({ id: lastId, name, argument });
      }),
    stop: () => child.disconnect(),
  };
}
