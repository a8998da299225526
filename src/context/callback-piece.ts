import type { Request } from 'express';
import type { Clock } from '../core/clock.js';
import type { WarningCode, Warnings } from '../core/warnings.js';
import { callWithin } from './callback.js';
import type { CallbackOutcome } from './callback.js';

/** Says that something was left out. Neither argument may hold what the visitor or the callback gave. */
export type Complain = (subject: string, message: string) => void;

/** What one of the application's asynchronous callbacks contributes to the context. */
export interface CallbackPiece<Value> {
  /** The option's name. */
  readonly name: string;
  readonly warning: WarningCode;
  readonly callback: ((req: Request) => unknown) | undefined;
  /** What stands where there is no callback, or where it fails. */
  readonly absent: Value;
  clean(value: unknown, complain: Complain): Value;
}

/** Reads a piece of the context: at once where the callback answers at once. Must not throw or reject. */
export type ReadPiece<Value> = (req: Request, deadline: number) => Value | Promise<Value>;

const failures = { threw: 'threw', late: 'had not answered by the deadline' } as const;

/** A callback that throws, hangs or answers nonsense costs its own piece and nothing else. */
export function createPieceReader<Value>(
  piece: CallbackPiece<Value>,
  { clock, warnings }: { clock: Clock; warnings: Warnings },
): ReadPiece<Value> {
  const { name, warning, callback, absent } = piece;
  if (callback === undefined) return () => absent;

  const complain: Complain = (subject, message) => {
    warnings.once(warning, subject, `${name}: ${message}`);
  };
  const fail = (kind: keyof typeof failures): Value => {
    warnings.repeated(warning, kind, `${name} ${failures[kind]}, and a page went on without it`);
    return absent;
  };
  const conclude = (outcome: CallbackOutcome): Value => {
    if (outcome.kind !== 'returned') return fail(outcome.kind);
    try {
      return piece.clean(outcome.value, complain);
    } catch {
      // A getter or a proxy of the application's threw.
      return fail('threw');
    }
  };
  return (req, deadline) => {
    const outcome = callWithin(() => callback(req), clock, deadline);
    return outcome instanceof Promise ? outcome.then(conclude) : conclude(outcome);
  };
}
