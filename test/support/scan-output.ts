import { format } from 'node:util';
import { canariesIn } from './canaries.js';

// Run by Jest around each test file: whatever the file's tests make anything print is looked through for canaries.

const found = new Set<string>();

function scan(text: string): void {
  for (const name of canariesIn(text)) found.add(name);
}

/** The worker's own streams, which outlive this file: what is left on them holds all that the file ever loaded. */
const restored = [process.stdout, process.stderr].map((stream) => {
  const own = Object.getOwnPropertyDescriptor(stream, 'write');
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
    scan(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return write(chunk, ...rest);
  };
  return () => {
    if (own) Object.defineProperty(stream, 'write', own);
    else Reflect.deleteProperty(stream, 'write');
  };
});

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
  for (const restore of restored) restore();
  expect([...found]).toEqual([]);
});
