import { isJsonObject, maxJsonDepth, parseJson } from '../../core/json.js';
import { refuseJson, refuseRequest } from './answer.js';
import type { Refusal } from './answer.js';

/** Far more than a hundred users with several events each take. */
export const maxBodyBytes: number = 1024 * 1024;

/** The whole body of a request, or `undefined` where it is too long. Rejects where the client goes away meanwhile. */
export async function readBody(request: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}

function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export type JsonBody =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal };

function refused(refusal: Refusal): JsonBody {
  return { ok: false, refusal };
}

/** The body as the JSON object that every POST of the API takes. */
export function decodeBody(bytes: Buffer | undefined): JsonBody {
  if (bytes === undefined) return refused(refuseRequest(413, `the body is longer than ${maxBodyBytes} bytes`));
  if (bytes.length === 0) return refused(refuseJson('the body is empty'));
  const text = decodeUtf8(bytes);
  if (text === undefined) return refused(refuseJson('the body is not UTF-8'));
  const value = parseJson(text);
  if (value === undefined) return refused(refuseJson('the body is not JSON'));
  if (!isJsonObject(value)) return refused(refuseJson('the body is not a JSON object'));
  if (!isShallow(value, maxJsonDepth))
    return refused(refuseJson(`the body is nested deeper than ${maxJsonDepth} levels`));
  return { ok: true, value };
}
