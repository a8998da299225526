import { parseFault, parseFaultFilter } from './fault.js';
import type { Fault, FaultFilter } from './fault.js';

/** A fault that is set, with the calls that it is meant for. */
export interface ActiveFault {
  readonly fault: Fault;
  readonly path: string | undefined;
  /** Calls left; `undefined`: no end. */
  readonly left: number | undefined;
}

export interface FaultBoard {
  readonly active: readonly ActiveFault[];
  /**
   * Sets a fault in place of the one for the same path. `undefined` takes away that of the path or, without a path, all.
   * @throws EmulatorError `MOE_EMULATOR_FAULT`.
   */
  set(fault: Fault | undefined, filter?: FaultFilter): void;
  /** The fault for a call of this path, which counts as one of its times. */
  take(path: string): Fault | undefined;
}

/** @param onChange Called after every change, counting down included. */
export function createFaultBoard(onChange: () => void): FaultBoard {
  let active: readonly ActiveFault[] = [];
  const replace = (next: readonly ActiveFault[]): void => {
    active = next;
    onChange();
  };
  return {
    get active() {
      return active;
    },
    set(fault, filter = {}) {
      const { path, times } = parseFaultFilter(filter);
      const others = active.filter((each) => each.path !== path);
      if (fault !== undefined) replace([...others, { fault: parseFault(fault), path, left: times }]);
      else replace(path === undefined ? [] : others);
    },
    take(path) {
      const matching = active.filter((each) => each.path === undefined || path.endsWith(each.path));
      const chosen = matching.find((each) => each.path !== undefined) ?? matching[0];
      if (chosen === undefined) return undefined;
      const { left } = chosen;
      if (left !== undefined) {
        const rest = active.filter((each) => each !== chosen);
        replace(left > 1 ? [...rest, { ...chosen, left: left - 1 }] : rest);
      }
      return chosen.fault;
    },
  };
}
