import { createHash } from 'node:crypto';

/** A Lua script that the server runs as one command. */
export interface RedisScript {
  readonly text: string;
  /** By which the server knows it once it has it. */
  readonly sha1: string;
}

export function defineScript(text: string): RedisScript {
  return Object.freeze({ text, sha1: createHash('sha1').update(text).digest('hex') });
}
