import { isJsonObject } from '../../core/json.js';
import { createPreviewLink, parseDuration } from '../../core/preview-link.js';
import type { PreviewLinkRequest } from '../../core/preview-link.js';
import { createRecord } from '../../core/record.js';
import { EmulatorError } from '../error.js';

/** What the page's form asks for. */
type Form = Readonly<Record<string, unknown>>;

function readForced(value: unknown): PreviewLinkRequest['forced'] {
  const forced = createRecord<string>();
  for (const [key, variation] of isJsonObject(value) ? Object.entries(value) : []) forced[key] = String(variation);
  return forced;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** In the words of the form, whose fields have these names. */
const fields = { secret: 'The secret', url: 'The page', ttl: 'How long', forced: 'What is forced' } as const;

/**
 * A link that forces variations on the site that has the same secret. The secret is used for it, and kept nowhere.
 * @throws EmulatorError `MOE_EMULATOR_OPTION`.
 */
export function makePreviewLink(
  { forced, explain, url, ttl, secret }: Form,
  { workspaceId, now }: { readonly workspaceId: string; readonly now: () => number },
): { readonly url: string; readonly expires: number } {
  const made = createPreviewLink(
    {
      secret: typeof secret === 'string' ? secret : '',
      workspaceId,
      url: textOf(url),
      forced: readForced(forced),
      explain: explain === true,
      ttlSeconds: parseDuration(textOf(ttl)) ?? 0,
    },
    { now },
  );
  if (made.kind === 'link') return { url: made.url, expires: made.expires };
  throw new EmulatorError('MOE_EMULATOR_OPTION', `${fields[made.part]} must be ${made.rule}`);
}
