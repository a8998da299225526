import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { refuseCredentials, refuseWorkspace } from './answer.js';
import type { Refusal } from './answer.js';

/** Whether two secrets are one, in a time that does not depend on how much of them is. */
function areEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

const basicPattern = /^Basic +([A-Za-z\d+/]+={0,2})$/i;

/** Why these headers are refused, or `undefined` where they are right. `MOE-APPKEY` is looked at first. */
export function checkCredentials(
  headers: IncomingHttpHeaders,
  workspaceId: string,
  apiKey: string,
): Refusal | undefined {
  const appKey = headers['moe-appkey'];
  if (appKey === undefined) return refuseWorkspace('there is no MOE-APPKEY header');
  if (appKey !== workspaceId) return refuseWorkspace('MOE-APPKEY is not this workspace');
  if (headers.authorization === undefined) return refuseCredentials('there is no Authorization header');
  const encoded = basicPattern.exec(headers.authorization)?.[1];
  if (encoded === undefined) return refuseCredentials('Authorization is not Basic with Base64');
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  if (areEqual(credentials, `${workspaceId}:${apiKey}`)) return undefined;
  return refuseCredentials('the Basic user or password is wrong');
}
