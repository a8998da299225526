import { previewName, previewOff, withParameter } from '../../core/preview-link.js';
import type { Preview } from '../../core/preview-token.js';
import type { Experience } from '../../core/experience.js';
import type { ForcedExperiences } from '../../experiences/previewing.js';
import { html, spokenSeconds } from './markup.js';
import type { Markup } from './markup.js';

export interface BadgeFacts {
  readonly preview: Preview;
  readonly forced: ForcedExperiences;
  /** What the page has resolved. */
  readonly resolved: Readonly<Record<string, Experience>>;
  /** As it was requested. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

function stateOf(key: string, { forced, resolved }: BadgeFacts): Markup | undefined {
  if (forced.get(key)?.reason === 'PREVIEW_UNKNOWN') {
    return html` <span class="state wrong">unknown here: default shown</span>`;
  }
  return resolved[key] === undefined ? html` <span class="state">not on this page</span>` : undefined;
}

function titleOf({ forced, explain }: Preview): string {
  const count = Object.keys(forced).length;
  if (count === 0) return 'Explain';
  return `Preview: ${count} forced${explain ? ', explained below' : ''}`;
}

/**
 * Says that this page is not what visitors see, and leads out of it. Where nothing may be styled it still stands out: an
 * open dialog has a border and ground of its own, and a table's colour is no style.
 */
export function badgeMarkup(facts: BadgeFacts): Markup {
  const { preview, address, now } = facts;
  const rows = Object.entries(preview.forced).map(
    ([key, variation]) => html`<li><b>${key}</b> &rarr; ${variation}${stateOf(key, facts)}</li>`,
  );
  const left = spokenSeconds(preview.expires - now / 1_000);
  // A path that names a host would lead there: then the page's own address does.
  const leave = withParameter(address.startsWith('//') ? '' : address, previewName, previewOff);
  const list =
    rows.length === 0
      ? undefined
      : html`<ul>
          ${rows}
        </ul>`;
  return html`<dialog class="badge" open aria-label="Preview">
    <table bgcolor="#ffc933" cellpadding="6" role="presentation" width="100%">
      <tr>
        <td>
          <div class="bar">
            <details open>
              <summary>
                <font color="#241a00"
                  ><b>${titleOf(preview)}</b> &middot; not counted &middot; ends in
                  <span class="time">${left}</span></font
                >
              </summary>
              <font color="#241a00">${list}</font>
            </details>
            <a class="leave" href="${leave}"><b>Leave ${rows.length === 0 ? 'explain' : 'preview'}</b></a>
          </div>
        </td>
      </tr>
    </table>
  </dialog>`;
}

/** As much as the badge covers, or a little more, so that the end of the page can be scrolled above it. */
export function spaceMarkup({ forced }: Preview): Markup {
  const lines = 7 + 2 * Object.keys(forced).length;
  return html`<div class="space" aria-hidden="true">${Array.from({ length: lines }, () => html`<br />`)}</div>`;
}
