import type { Attributes, MeterProvider, TracerProvider } from '@opentelemetry/api';
import { PersonalizeError } from '../../core/errors.js';
import { isJsonObject } from '../../core/json.js';
import { refuseUnknownNames } from '../../core/option-errors.js';

/** Options of `createOpenTelemetryObserver`. */
export interface OpenTelemetryOptions {
  /** Makes the spans. Default: the global one, also where it is registered later. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the metrics. Default: the global one, which has to be registered by then. */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Stand on every span and metric, to tell one `createPersonalize` of a process from another: `{ 'app.site': 'shop' }`.
   * Default: none.
   */
  readonly attributes?: Attributes | undefined;
}

const owner = 'createOpenTelemetryObserver(options)';

const optionNames: readonly string[] = Object.keys({
  tracerProvider: true,
  meterProvider: true,
  attributes: true,
} satisfies Record<keyof OpenTelemetryOptions, true>);

function requireMember(options: Readonly<Record<string, unknown>>, name: string, method?: string): void {
  const value = options[name];
  if (value === undefined) return;
  if (isJsonObject(value) && (method === undefined || typeof value[method] === 'function')) return;
  const rule = method === undefined ? 'an object' : `an object with ${method}()`;
  throw new PersonalizeError('MOE_OPTION_INVALID', `${owner}: ${name} must be ${rule}; received a ${typeof value}`);
}

/** @throws PersonalizeError `MOE_OPTION_INVALID`, `MOE_OPTION_UNKNOWN`. */
export function checkOptions(options: unknown): void {
  if (!isJsonObject(options)) {
    throw new PersonalizeError('MOE_OPTION_INVALID', `${owner} must be an object; received a ${typeof options}`);
  }
  refuseUnknownNames(owner, options, optionNames);
  requireMember(options, 'tracerProvider', 'getTracer');
  requireMember(options, 'meterProvider', 'getMeter');
  requireMember(options, 'attributes');
}
