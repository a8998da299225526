import { format } from 'node:util';
import { canariesIn } from './canaries.js';

// Run by Jest around each test file: whatever the file's tests make anything print is looked through for canaries.

const found = new Set<string>();

function scan(text: string): void {
  for (const name of canariesIn(text)) found.add(name);
}

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
    scan(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return write(chunk, ...rest);
  };
}

// Jest's own, which tests print by.
const { console: printer } = globalThis;

for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  const print = printer[method].bind(printer);
  printer[method] = (...args: unknown[]): void => {
    scan(format(...args));
    print(...args);
  };
}

afterAll(() => {
  expect([...found]).toEqual([]);
});
