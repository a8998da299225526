import { isJsonObject } from '../core/json.js';
import type { ClickTarget, ElementMarks, PageReports } from './page-reports.js';

/** What Handlebars hands a helper behind its arguments. */
interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: { readonly root: unknown };
}

/** HTML that Handlebars writes as it is: it asks whatever it prints for `toHTML`. */
interface SafeHtml {
  readonly toHTML: () => string;
}

/** Helpers for Handlebars, to be registered under these names. */
export interface HandlebarsHelpers {
  /** `<a href="/sale" {{personalizationAttrs "home-hero" click="hero-cta"}}>` */
  readonly personalizationAttrs: (key: string, options: HelperOptions) => SafeHtml;
  /** `{{personalizationScript nonce=nonce}}` */
  readonly personalizationScript: (options: HelperOptions) => SafeHtml;
  /** `<a href="{{personalizationClickUrl "home-hero" to="/sale" elementId="hero-cta"}}">` */
  readonly personalizationClickUrl: (key: string, options: HelperOptions) => string;
}

const safeHtml = (html: string): SafeHtml => ({ toHTML: () => html });

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Views know nothing of types: what is of none that the helper takes counts as absent. */
function marksOf({ click, visible }: HelperOptions['hash']): ElementMarks {
  return {
    click: typeof click === 'boolean' ? click : textOf(click),
    visible: typeof visible === 'boolean' ? visible : undefined,
  };
}

const targetOf = ({ to, elementId }: HelperOptions['hash']): ClickTarget => ({
  to: textOf(to) ?? '',
  elementId: textOf(elementId),
});

function isPageReports(value: unknown): value is PageReports {
  return isJsonObject(value) && typeof value.attrs === 'function';
}

/**
 * Makes the helpers for Handlebars, whose views can't call functions with options.
 *
 * @param localsKey - The `localsKey` option.
 */
export function createHandlebarsHelpers(localsKey = 'personalization'): HandlebarsHelpers {
  const reportsOf = ({ data: { root } }: HelperOptions): PageReports | undefined => {
    const found: unknown = isJsonObject(root) ? root[localsKey] : undefined;
    return isPageReports(found) ? found : undefined;
  };
  return {
    personalizationAttrs: (key, options) => safeHtml(reportsOf(options)?.attrs(key, marksOf(options.hash)) ?? ''),
    personalizationScript: (options) =>
      safeHtml(reportsOf(options)?.script({ nonce: textOf(options.hash.nonce) }) ?? ''),
    personalizationClickUrl: (key, options) => reportsOf(options)?.clickUrl(key, targetOf(options.hash)) ?? '',
  };
}
