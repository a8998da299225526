import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Editors write a file in several steps; one change is reported for all of them. */
const settleMs = 50;

/**
 * Calls back when the file has changed. The folder is watched, since most editors replace a file by another of its
 * name. The returned function ends it; it does not keep the process alive.
 */
export function watchFile(path: string, onChange: () => void): () => void {
  const name = basename(path);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(resolve(path)), { persistent: false }, (_, changed) => {
    if (changed !== null && changed !== name) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
    timer.unref();
  });
  // A folder that disappears ends the watching; the last good configuration stays.
  watcher.on('error', () => {
    watcher.close();
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
