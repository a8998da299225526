import { cleanTarget } from '../events/click-target.js';
import { cleanElementId } from '../events/element-id.js';
import type { Mark } from '../events/mark.js';
import { escapeAttribute } from './escape-attribute.js';
import type { PageImpressions } from './page-impressions.js';
import type { Reporting } from './reporting.js';

/** What the browser script reports of an element. */
export interface ElementMarks {
  /** Report clicks on the element; a name of 1 to 64 characters tells which element it was. Default: `false`. */
  readonly click?: string | boolean | undefined;
  /**
   * Report the impression when the element has been half visible for a second. Default: `true` with the option
   * `events.impressions: 'visible'`, else `false`.
   */
  readonly visible?: boolean | undefined;
}

/** Where a counted link leads. */
export interface ClickTarget {
  /** A path of this site, or an absolute `http:` or `https:` URL. */
  readonly to: string;
  /** Which element it is: 1 to 64 characters. */
  readonly elementId?: string | undefined;
}

/** How pages report what they show. Nothing is reported of an experience that is not matched, or to nobody. */
export interface PageReports<Key extends string = string> {
  /**
   * HTML attributes for the browser script, to be written into a tag without further escaping. Empty where there is
   * nothing to report. Counts as reading the experience.
   */
  readonly attrs: (key: Key, marks?: ElementMarks) => string;
  /** The same as a record, name → value, for views that write attributes themselves: Pug's `&attributes`. */
  readonly elementAttributes: (key: Key, marks?: ElementMarks) => Readonly<Record<string, string>>;
  /**
   * An address that counts a click and leads on to the target, where there is no JavaScript; the target itself where
   * there is nothing to report, and `#` where it is neither path nor `http(s)` URL.
   */
  readonly clickUrl: (key: Key, target: ClickTarget) => string;
  /** The `<script>` tag of the browser script, without further escaping; empty with `events: false`. */
  readonly script: (options?: { readonly nonce?: string | undefined }) => string;
  /** Reports the impression, once a page however often it is called. Returns whether there is one to report. */
  readonly trackImpression: (key: Key) => boolean;
  /** Reports a click; each call is one. Returns whether there is somebody to report. */
  readonly trackClick: (key: Key, click?: { readonly elementId?: string | undefined }) => boolean;
}

/** Where a link leads whose target can't be used: nowhere. */
const nowhere = '#';

const noAttributes: Readonly<Record<string, string>> = Object.freeze({});

/** With `events: false`. */
export const noReports: PageReports = Object.freeze({
  attrs: () => '',
  elementAttributes: () => noAttributes,
  // Views know nothing of types, and may have left the target out.
  clickUrl: (_key: string, target?: Partial<ClickTarget>) => cleanTarget(target?.to) ?? nowhere,
  script: () => '',
  trackImpression: () => false,
  trackClick: () => false,
});

function actionsOf({ click, visible }: ElementMarks, mode: Reporting['impressions']): readonly string[] {
  return [
    ...((visible ?? mode === 'visible') ? ['visible'] : []),
    ...(click === undefined || click === false ? [] : ['click']),
  ];
}

const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(' ');

/** Views know nothing of types: what is no text counts as absent. */
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const scriptTag = (src: string, nonce: string | undefined): string =>
  `<script ${attributesText({ src, ...(nonce !== undefined && { nonce }) })} defer></script>`;

/** The same, with the other in its place where it throws: a view must not fail for a report. */
function orElse<Args extends readonly unknown[], Value>(
  work: (...args: Args) => Value,
  fallback: (...args: Args) => Value,
  report: (thrown: unknown) => void,
): (...args: Args) => Value {
  return (...args) => {
    try {
      return work(...args);
    } catch (thrown) {
      report(thrown);
      return fallback(...args);
    }
  };
}

/** For one page. What browsers report with are tokens, of which they understand nothing. */
export function createPageReports(
  reporting: Reporting,
  impressions: Pick<PageImpressions, 'noteRead' | 'of' | 'track' | 'trackClick'>,
  report: (thrown: unknown) => void,
): PageReports {
  const seal = (key: string, mark: Omit<Mark, 'impression'>): string | undefined => {
    const impression = impressions.of(key);
    return impression && reporting.sealer.seal({ impression, ...mark });
  };

  const elementAttributes = (key: string, marks: ElementMarks = {}): Readonly<Record<string, string>> => {
    // What is marked is shown.
    impressions.noteRead(key);
    const actions = actionsOf(marks, reporting.impressions);
    if (actions.length === 0) return noAttributes;
    const token = seal(key, { elementId: cleanElementId(marks.click), target: undefined });
    return token === undefined ? noAttributes : { 'data-moe-token': token, 'data-moe-on': actions.join(' ') };
  };

  const clickUrl: PageReports['clickUrl'] = (key, { to, elementId }) => {
    const target = cleanTarget(to);
    if (target === undefined) return nowhere;
    const token = seal(key, { elementId: cleanElementId(elementId), target });
    return token === undefined ? target : `${reporting.clickUrl}?t=${token}`;
  };

  return {
    elementAttributes: orElse(elementAttributes, noReports.elementAttributes, report),
    attrs: orElse((key, marks) => attributesText(elementAttributes(key, marks)), noReports.attrs, report),
    clickUrl: orElse(clickUrl, noReports.clickUrl, report),
    script: (options?: { readonly nonce?: unknown } | null) => scriptTag(reporting.scriptUrl, textOf(options?.nonce)),
    trackImpression: orElse((key) => impressions.track(key), noReports.trackImpression, report),
    trackClick: orElse(
      (key, { elementId } = {}) => impressions.trackClick(key, cleanElementId(elementId)),
      noReports.trackClick,
      report,
    ),
  };
}
