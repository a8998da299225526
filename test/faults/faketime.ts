import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The library that the faketime command loads into a process; `undefined` where there is no such command. */
function findLibrary(): string | undefined {
  try {
    return execFileSync('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

export const faketimeLibrary: string | undefined = findLibrary();

/** So many seconds from what it really is. Renamed into place, lest the library read half of it. */
export function setWallClock(file: string, seconds: number): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  renameSync(draft, file);
}

/** The environment of a process whose wall clock `setWallClock` moves with this file while it runs. */
export function createWallClock(library: string): {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'wall-clock-'));
  const file = join(folder, 'time');
  setWallClock(file, 0);
  return {
    file,
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
