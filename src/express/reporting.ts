import type { ResolvedEventsOptions } from '../config/resolved-options.js';
import type { MarkSealer } from '../events/mark.js';
import type { TrackedEvent } from '../core/tracked-event.js';
import type { PageEnds } from './page-ends.js';

/** What pages need to report what they show. */
export interface Reporting extends Pick<ResolvedEventsOptions, 'impressions' | 'anonymous'> {
  readonly sealer: MarkSealer;
  /** Takes an event at once; never throws. */
  readonly track: (event: TrackedEvent) => void;
  /** Tell when an impression has taken place. */
  readonly pageEnds: Pick<PageEnds, 'after'>;
  /** Where the browser script is, from the root of the site. */
  readonly scriptUrl: string;
  /** Where `GET click` is, from the root of the site. */
  readonly clickUrl: string;
}
