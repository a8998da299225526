import type { Warnings } from '../core/warnings.js';

/** Says that this package failed where it should not. Of what was thrown only the kind: its message may hold anything. */
export function reportInternal(thrown: unknown, warnings: Warnings): void {
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  warnings.once('MOE_WARN_INTERNAL', kind, `A page went on without personalization: ${kind}`);
}
