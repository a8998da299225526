import { isJsonObject } from '../../core/json.js';
import type { JsonValue } from '../../core/json.js';

function dataTypeOf(value: JsonValue): string {
  return typeof value === 'object' ? 'json' : typeof value;
}

/** A variable of the file as it goes on the wire. The schema has checked that a `data_type` is a known one. */
export function toWire(variable: JsonValue): JsonValue {
  if (isJsonObject(variable)) {
    const names = Object.keys(variable);
    if (names.length === 1 && 'bare' in variable) return variable.bare ?? null;
    if (names.length === 2 && 'value' in variable && 'data_type' in variable) return variable;
  }
  return { value: variable, data_type: dataTypeOf(variable) };
}
