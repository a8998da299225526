export { createEmulator } from './emulator.js';
export type { Emulator } from './emulator.js';
export type { EmulatorOptions, LoopbackHost } from './options.js';
export { EmulatorError, emulatorErrorCodes } from './error.js';
export type { ConfigProblem, EmulatorErrorCode } from './error.js';
export { parseEmulatorConfig } from './config/parser.js';
export { emulatorSchema } from './config/schema.js';
export type { EmulatorConfig } from './config/config.js';
export type {
  AudienceInput,
  CustomerInput,
  EmulatorConfigInput,
  ExperienceInput,
  ExperienceStatus,
  OneOfInput,
  ScalarInput,
  VariationInput,
  WhenInput,
} from './config/input.js';
export type { Endpoint } from './api/routes.js';
export type { EventAction } from './api/wire-names.js';
export type { Fault, FaultFilter, FaultKind } from './faults/fault.js';
export type { CallOutcome, KeyExplanation, Ledger, LedgerCall, LedgerEntry, LedgerEvent } from './ledger/ledger.js';
export type { LedgerReport } from './ledger/reports.js';
export type { AudienceMiss, MissReason } from './targeting/decision.js';
