import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** A page as its visitor got it. */
export interface PageSeen {
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

const agent = new Agent({ keepAlive: true });

let visitors = 0;

/** A page for a visitor who was never here before, from this process or another. */
export function visit(url: string): Promise<PageSeen> {
  visitors += 1;
  return visitAs(`v${process.pid}-${visitors}`, url);
}

export async function visitAs(visitor: string, url: string): Promise<PageSeen> {
  const start = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${url}?visitor=${visitor}`, { agent }, resolve).on('error', reject).end();
  });
  const body = await json(response);
  return { status: response.statusCode ?? 0, body, ms: performance.now() - start };
}

/** So many pages, this many at once; in the order in which they came. */
export async function visitMany(url: string, count: number, atOnce: number): Promise<readonly PageSeen[]> {
  const seen: PageSeen[] = [];
  let left = count;
  const visitor = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      seen.push(await visit(url));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
  return seen;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** What 99 of 100 stay within. */
export function p99(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
}

/** How many of each there are, by what they are as JSON. */
export function tally(values: readonly unknown[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) {
    const name = JSON.stringify(value);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
