import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from './error-code.js';

const ownerOnly = 0o700;

export const isMissing = (error: unknown): boolean => errorCode(error) === 'ENOENT';

/** Creates the folder, and those above it, where they are missing. Throws where it can't. */
export function createFolder(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: ownerOnly });
}

/** The names in a folder; none where it can't be read. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Sets the time of a file's last change, in milliseconds. `false` where there is no such file. */
export function touchFile(path: string, now: number): boolean {
  try {
    utimesSync(path, now / 1_000, now / 1_000);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}

/** Gives the file that name. Of several who try, one gets it: `false` for the others. */
export function renameFile(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Whether the file is gone. */
export function removeFile(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Makes new names in a folder survive a loss of power. Not every system can. */
export async function syncFolder(directory: string): Promise<void> {
  try {
    const folder = await open(directory, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // What is in the files is safe in any case.
  }
}
