import { createHmac } from 'node:crypto';
import type { Mark } from '../mark.js';

/** Sixteen bytes as a UUID that says it is random (RFC 9562, version 4). */
function shapeUuid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The key is the impression's own UUID, which is random and which no browser sees, and none of the secrets: processes
 * that know different ones, while they are being changed, must agree.
 */
export function clickUuid({ impression, elementId }: Mark, index: number): string {
  const click = JSON.stringify(['click', elementId ?? null, index]);
  return shapeUuid(createHmac('sha256', impression.uuid).update(click).digest());
}
