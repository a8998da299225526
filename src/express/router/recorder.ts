import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/clock.js';
import { lazily } from '../../core/lazily.js';
import { clickEvent, impressionEvent } from '../../events/impression.js';
import type { Mark, MarkSealer } from '../../events/mark.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { ReportCounters } from './report-counts.js';

/** What a browser says happened to an element: it was shown, or clicked for the nth time, from 1. */
export type Happening = 'shown' | number;

/** Records what browsers report, each event once as far as it remembers. */
export type RecordReport = (mark: Mark, happening: Happening) => void;

export interface RecorderPorts {
  readonly sealer: MarkSealer;
  readonly track: (event: TrackedEvent) => void;
  readonly clock: Clock;
  readonly counters: ReportCounters;
}

/** Some five megabytes. Beyond it the API, too, counts each UUID once. */
const maxRemembered = 20_000;

export function createRecorder({ sealer, track, clock, counters }: RecorderPorts): RecordReport {
  // The room for it is taken at once.
  const recorded = lazily(() => new LRUCache<string, true>({ max: maxRemembered }));

  return (mark, happening) => {
    const { impression, elementId } = mark;
    const uuid = happening === 'shown' ? impression.uuid : sealer.clickUuid(mark, happening);
    if (recorded().has(uuid)) {
      counters.duplicate();
      return;
    }
    recorded().set(uuid, true);
    const timeSeconds = Math.floor(clock.now() / 1_000);
    track(
      happening === 'shown'
        ? impressionEvent(impression, timeSeconds)
        : clickEvent(impression, { uuid, timeSeconds, elementId }),
    );
    counters.accepted();
  };
}
