import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What goes over the wire and what has to come back. Made from the contract, not recorded from an implementation. */
export interface WireFixture {
  readonly name: string;
  readonly request: {
    readonly method: string;
    /** Below `/v1`. */
    readonly path: string;
    readonly body?: unknown;
    /** Instead of `body`: these very characters. */
    readonly rawBody?: string;
    /** Instead of the right credentials. */
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: { readonly status: number; readonly body: unknown };
}

export const fixturesFolder: string = join(__dirname, 'fixtures');

export function readFixtures(name: string): readonly WireFixture[] {
  return JSON.parse(readFileSync(join(fixturesFolder, `${name}.json`), 'utf8')) as readonly WireFixture[];
}

const cidPrefix = '$cid ';

/** The expected body, with what differs from run to run as a pattern: references, and the hash in a campaign id. */
export function toExpectation(value: unknown): unknown {
  if (value === '$reference') return expect.stringMatching(/^[A-Za-z\d]{8}$/);
  if (typeof value === 'string' && value.startsWith(cidPrefix)) {
    return expect.stringMatching(new RegExp(`^[\\da-f]{24}${value.slice(cidPrefix.length)}$`));
  }
  if (Array.isArray(value)) return value.map(toExpectation);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toExpectation(member)]));
}
