import { isHalfVisible } from './is-half-visible.js';
import { readMark } from './read-mark.js';
import { createReporter } from './reporter.js';
import { safely } from './safely.js';
import { createSeconds } from './seconds.js';
import { startTracking } from './tracker.js';
import type { TrackerParts } from './tracker.js';
import { watchClicks } from './watch-clicks.js';
import { watchMarks } from './watch-marks.js';
import { watchSights } from './watch-sights.js';

const parts: TrackerParts = {
  safely,
  readMark,
  isHalfVisible,
  createReporter,
  createSeconds,
  watchClicks,
  watchMarks,
  watchSights,
};

/** A call of the one function with the texts of the others. */
function writeScript(): string {
  const texts = Object.entries(parts).map(([name, part]) => `${name}: ${String(part)}`);
  return `(${startTracking.toString()})(window, {\n${texts.join(',\n')},\n});\n`;
}

/**
 * The browser script, which runs by itself. In the package this is the minified text, put here by the build: a bundler
 * that rewrites functions would otherwise rewrite the script.
 */
export const browserScript: string = writeScript();
