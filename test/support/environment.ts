import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

/** Those that this file's tests, and Jest itself, have begun to use. */
const inUse = new Set<AsyncLocalStorage<unknown>>();

const run: unknown = Reflect.get(AsyncLocalStorage.prototype, 'run');
if (typeof run !== 'function') throw new Error('AsyncLocalStorage has no run');

Reflect.set(
  AsyncLocalStorage.prototype,
  'run',
  function (this: AsyncLocalStorage<unknown>, ...rest: unknown[]): unknown {
    inUse.add(this);
    const result: unknown = Reflect.apply(run, this, rest);
    return result;
  },
);

/**
 * Jest's runner has a storage of its own for each test file and leaves it on, and Node below 24 tells every storage that is
 * on of every promise: after two hundred files a promise took thirty times as long, and tests were late for that.
 */
export default class TidyEnvironment extends TestEnvironment {
  override async teardown(): Promise<void> {
    await super.teardown();
    for (const storage of inUse) storage.disable();
    inUse.clear();
  }
}
