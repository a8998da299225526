import type { Clock } from './clock.js';
import { deriveKey } from './derive-key.js';
import { parseJson } from './json.js';
import { createRecord } from './record.js';
import type { Secret } from './secret.js';
import { hasControlCharacter } from './text.js';
import { createTextSealer } from './text-sealer.js';
import type { SealingKey } from './text-sealer.js';

/** What the holder of a preview link sees in place of what any visitor would. */
export interface Preview {
  /**
   * Experience key → the variation that is forced: its `moe_variation_id`, or `<audience_id>/<moe_variation_id>` where
   * several audiences have one of that id.
   */
  readonly forced: Readonly<Record<string, string>>;
  /** Whether pages explain themselves at their foot. */
  readonly explain: boolean;
  /** Epoch seconds. */
  readonly expires: number;
}

/** Seals previews into links and cookies. Nothing in it throws. */
export interface PreviewSealer {
  /** `undefined` for a preview that is too long for a cookie. */
  seal(preview: Preview): string | undefined;
  /** `undefined` for whatever was not sealed with one of the secrets for this workspace, and for what has expired. */
  open(token: string): Preview | undefined;
}

/** A cookie of 4,096 characters holds it, with its name and attributes. */
export const maxPreviewTokenLength = 3_500;

/** As many as one call of the API asks for. */
export const maxForced = 25;

/** A link that lasts longer is one that somebody forgets. */
export const maxPreviewSeconds = 604_800;

/** By how much the clock of whoever sealed a token may be ahead. */
const mostAheadSeconds = 300;

const version = 1;
const maxNameLength = 100;

/** Whether the text can be a key or a variation's id: 1 to 100 characters, no control characters, no surrounding space. */
export function isPreviewName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > maxNameLength) return false;
  return value === value.trim() && !hasControlCharacter(value);
}

/** JSON without names, to be short. */
function writePreview({ forced, explain, expires }: Preview): string {
  return JSON.stringify([version, expires, explain, Object.entries(forced)]);
}

/** Its items; none of what is no list. */
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readForced(value: unknown): Preview['forced'] | undefined {
  const entries = listOf(value);
  if (entries.length > maxForced) return undefined;
  const forced = createRecord<string>();
  for (const entry of entries) {
    const [key, variation, ...rest] = listOf(entry);
    if (rest.length > 0 || !isPreviewName(key) || !isPreviewName(variation)) return undefined;
    forced[key] = variation;
  }
  return Object.freeze(forced);
}

/** A text comes from a token that is authentic, and yet may be of another version. */
function readPreview(text: string): Preview | undefined {
  const [writtenBy, expires, explain, entries] = listOf(parseJson(text));
  const forced = Array.isArray(entries) ? readForced(entries) : undefined;
  if (
    writtenBy !== version ||
    typeof expires !== 'number' ||
    !Number.isInteger(expires) ||
    typeof explain !== 'boolean' ||
    !forced
  ) {
    return undefined;
  }
  return Object.freeze({ forced, explain, expires });
}

/** The first secret seals, all of them open, so that a secret can be changed. */
export function createPreviewSealer(
  secrets: readonly [Secret, ...Secret[]],
  { clock, workspaceId }: { readonly clock: Pick<Clock, 'now'>; readonly workspaceId: string },
): PreviewSealer {
  const toKey = (secret: Secret): SealingKey => ({
    key: deriveKey(secret, 'preview key', workspaceId),
    check: deriveKey(secret, 'preview check', workspaceId),
  });
  const [first, ...others] = secrets;
  const texts = createTextSealer(toKey(first), others.map(toKey), maxPreviewTokenLength);
  return {
    seal: (preview) => texts.seal(writePreview(preview)),
    open(token) {
      const text = texts.open(token);
      const preview = text === undefined ? undefined : readPreview(text);
      if (preview === undefined) return undefined;
      const leftSeconds = preview.expires - clock.now() / 1_000;
      return leftSeconds > 0 && leftSeconds <= maxPreviewSeconds + mostAheadSeconds ? preview : undefined;
    },
  };
}
