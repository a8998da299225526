import type { EmulatedExperience, EmulatorConfig } from '../config/config.js';
import type { ConfigProblem } from '../error.js';
import type { ActiveFault } from '../faults/fault-board.js';

/** What the page shows beside calls and events. */
export interface EmulatorState {
  readonly workspaceId: string;
  /** Name of the file, without its folder; `undefined` without a file. */
  readonly configFile: string | undefined;
  /** What is wrong with the file, while the last good one stays in use. */
  readonly problems: readonly ConfigProblem[];
  readonly faults: readonly ActiveFault[];
  readonly experiences: readonly unknown[];
}

function shareOf(weight: number, total: number): number {
  return Math.round((weight / total) * 100);
}

function outline({ key, name, status, controlGroup, audiences }: EmulatedExperience): unknown {
  return {
    key,
    name,
    status,
    controlGroup,
    audiences: audiences.map((audience) => {
      const total = audience.variations.reduce((sum, { weight }) => sum + weight, 0);
      return {
        id: audience.id,
        name: audience.name,
        conditions: audience.conditions.map(({ description }) => description),
        variations: audience.variations.map(({ id, weight }) => ({ id, share: shareOf(weight, total) })),
      };
    }),
  };
}

/** The configured experiences in words, without payloads. */
export function outlineExperiences(config: EmulatorConfig): readonly unknown[] {
  return config.experiences.map(outline);
}
