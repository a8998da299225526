export type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
