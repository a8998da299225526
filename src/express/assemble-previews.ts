import type { ResolvedOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import { createPreviewSealer } from '../core/preview-token.js';
import type { PersonalizeStats } from '../core/stats.js';
import type { Warnings } from '../core/warnings.js';
import type { OnSame } from '../experiences/answer-cache.js';
import { noteAnswers } from '../experiences/note-answers.js';
import { createSeenVariations } from '../experiences/seen-variations.js';
import type { Ask } from '../experiences/sourced-outcome.js';
import { createPreviewGate } from './preview/preview-gate.js';
import { createPreviews } from './preview/previews.js';
import type { Previews } from './preview/previews.js';

export interface AssembledPreviews {
  /** The network, of which previews note what comes. */
  readonly ask: Ask;
  /** For the cache: what it keeps of an answer that is the same is as young as that one. */
  readonly onSame?: OnSame;
  readonly open: (stats: () => PersonalizeStats) => Previews | undefined;
}

/** Links that force variations, and what they need; without the option the network as it is, and nothing else. */
export function assemblePreviews(
  { preview, workspaceId, defaults }: ResolvedOptions,
  network: Ask,
  { clock, warnings }: { readonly clock: Clock; readonly warnings: Warnings },
): AssembledPreviews {
  if (preview === undefined) return { ask: network, open: () => undefined };
  const seen = createSeenVariations();
  const { ask, times, onSame } = noteAnswers(network, { seen, clock });
  const gate = createPreviewGate(createPreviewSealer(preview.secrets, { clock, workspaceId }), clock);
  const sources = { defaults, file: preview.variations, seen };
  return { ask, onSame, open: (stats) => createPreviews({ gate, sources, times, stats, clock, warnings }) };
}
