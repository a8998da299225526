import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './error-code.js';

const placeLength = 12;

function readIfThere(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/**
 * Names where the process ids of this process mean something: one host, and where the system tells, one boot of it and
 * one container. Elsewhere the same id may be of somebody else, or of nobody.
 */
export function readPlace(): string {
  const boot = readIfThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const container = readIfThere(() => readlinkSync('/proc/self/ns/pid'));
  return createHash('sha256')
    .update(JSON.stringify([hostname(), boot, container]))
    .digest('hex')
    .slice(0, placeLength);
}

/** Whether a process of this place is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not being allowed to send it a signal takes somebody who would get it.
    return errorCode(error) === 'EPERM';
  }
}
