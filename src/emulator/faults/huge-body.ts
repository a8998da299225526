import { Readable } from 'node:stream';

const head = '{"experiences":{"huge-experience":{"payload":{"Filler":{"value":"';
const tail = '","data_type":"string"}},"experience_context":{}}}}';
const chunk = 'x'.repeat(64 * 1024);

function* pieces(bytes: number): Generator<string> {
  yield head;
  for (let left = bytes - head.length - tail.length; left > 0; left -= chunk.length) {
    yield left < chunk.length ? chunk.slice(0, left) : chunk;
  }
  yield tail;
}

/** A valid answer of this many bytes, though never fewer than its frame takes, made as it is read. */
export function hugeBody(bytes: number): Readable {
  return Readable.from(pieces(bytes), { objectMode: false });
}
