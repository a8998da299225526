import type { Experience, ExperienceMap, KeyOf, RegisteredExperiences, VariableOf } from '../core/experience.js';
import type { JsonValue } from '../core/json.js';
import { safeUrl } from '../core/safe-url.js';
import type { VisitorContext } from '../core/visitor-context.js';
import { htmlSafeJson } from './html-safe-json.js';
import type { Page } from './page.js';
import type { PageReports } from './page-reports.js';
import { keyOfNone, variantKey } from './variant-key.js';
import { usableKeys } from './page-request.js';

/** Reads one variable of an experience. */
export interface ReadValue<E extends object> {
  <K extends KeyOf<E>, V extends VariableOf<E, K>>(key: K, variable: V): E[K][V] | undefined;
  <K extends KeyOf<E>, V extends VariableOf<E, K>, Fallback>(
    key: K,
    variable: V,
    fallback: Fallback,
  ): NonNullable<E[K][V]> | Fallback;
}

/** What templates and handlers read: `res.locals.personalization`. Every member is an own property. */
export interface Personalization<E extends object = RegisteredExperiences> extends PageReports<KeyOf<E>> {
  /** Own enumerable property per resolved key. */
  readonly experiences: { readonly [K in KeyOf<E>]?: Experience<E[K]> };
  /** The experience; for a key that nobody asked for its default, with reason `NOT_REQUESTED`. */
  readonly experience: <K extends KeyOf<E>>(key: K) => Experience<E[K]>;
  /** The variation's value, else the configured default, else the fallback, else `undefined`. `null` is no value. */
  readonly value: ReadValue<E>;
  /**
   * The resolved experiences as JSON for the browser, `{ [key]: { matched, variables } }`: no context, no identity.
   * Safe inside `<script type="application/json">` without further escaping.
   */
  readonly json: () => string;
  /**
   * Asks for more keys from a handler. Those asked for within one tick go out in one call. Never rejects, and settles by
   * the deadline (`timeoutMs`).
   */
  readonly resolve: <K extends KeyOf<E>>(...keys: readonly K[]) => Promise<{ readonly [P in K]: Experience<E[P]> }>;
  /** Who is asking. Identity and `attributes` are known once the page has asked for an experience. */
  readonly visitor: VisitorContext;
  /**
   * A name for the combination of variations that the page shows: 22 characters of `[A-Za-z0-9_-]`, `default` where none
   * matched. For sites with `cacheControl: false` whose CDN keeps one page for each combination.
   */
  readonly variantKey: () => string;
  /**
   * A payload's URL, for an `href` or a `src`: what runs, or leads to another host in disguise, becomes the fallback
   * (`'#'`).
   */
  readonly safeUrl: typeof safeUrl;
}

/** That they are among what is sent makes it the visitor's own, and shows nothing yet. */
function browserView(page: Page): object {
  const experiences = Object.values(page.experiences.resolved);
  if (experiences.some(({ matched }) => matched)) page.used();
  return Object.fromEntries(experiences.map(({ key, matched, variables }) => [key, { matched, variables }]));
}

/**
 * One accessor each for all pages. An accessor written into an object literal is another one each time, which gives each
 * object a shape of its own: measured, that alone made a page a seventh dearer.
 */
const experiencesAccessor: PropertyDescriptor & ThisType<PageReader> = {
  enumerable: true,
  get() {
    return this.readExperiences();
  },
};
const visitorAccessor: PropertyDescriptor & ThisType<PageReader> = {
  enumerable: true,
  get() {
    return this.readVisitor();
  },
};

/** What a page gives its readers. Own properties and no methods, since views may read no others. */
class PageReader implements Personalization<ExperienceMap> {
  readonly #page: Page;
  declare readonly visitor: VisitorContext;
  declare readonly experiences: Personalization<ExperienceMap>['experiences'];
  readonly experience: Personalization<ExperienceMap>['experience'];
  readonly value: ReadValue<ExperienceMap>;
  readonly json: () => string;
  readonly variantKey: () => string;
  readonly safeUrl: typeof safeUrl = safeUrl;
  readonly resolve: Personalization<ExperienceMap>['resolve'];
  readonly attrs: PageReports['attrs'];
  readonly elementAttributes: PageReports['elementAttributes'];
  readonly clickUrl: PageReports['clickUrl'];
  readonly script: PageReports['script'];
  readonly trackImpression: PageReports['trackImpression'];
  readonly trackClick: PageReports['trackClick'];

  constructor(page: Page) {
    this.#page = page;
    this.experience = (key: string) => page.shown.find(nameOf(key));
    this.value = createReadValue(page);
    this.json = () => htmlSafeJson(browserView(page));
    this.variantKey = () => (page.isPreview ? keyOfNone() : variantKey(page.experiences.resolved));
    this.resolve = createResolve(page);
    const reports = page.reports;
    this.attrs = reports.attrs;
    this.elementAttributes = reports.elementAttributes;
    this.clickUrl = reports.clickUrl;
    this.script = reports.script;
    this.trackImpression = reports.trackImpression;
    this.trackClick = reports.trackClick;
    // One by one: both at once take three times as long.
    Object.defineProperty(this, 'experiences', experiencesAccessor);
    Object.defineProperty(this, 'visitor', visitorAccessor);
  }

  static pageOf(reader: PageReader): Page {
    return reader.#page;
  }

  readExperiences(): Personalization<ExperienceMap>['experiences'] {
    return this.#page.shown.record;
  }

  readVisitor(): VisitorContext {
    return this.#page.visitor;
  }
}

/** Views know nothing of types: what is no text names nothing, and may throw when it is made one. */
const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function createReadValue(page: Page): ReadValue<ExperienceMap> {
  function value(key: string, variable: string): JsonValue | undefined;
  function value<Fallback>(key: string, variable: string, fallback: Fallback): NonNullable<JsonValue> | Fallback;
  function value(key: string, variable: string, fallback?: unknown): unknown {
    const variables = page.shown.variables(nameOf(key));
    const name = nameOf(variable);
    return (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? fallback;
  }
  return value;
}

function createResolve(page: Page): Personalization<ExperienceMap>['resolve'] {
  function resolve<K extends string>(...keys: readonly K[]): Promise<Readonly<Record<K, Experience>>>;
  async function resolve(...keys: readonly string[]): Promise<Readonly<Record<string, Experience>>> {
    const usable = usableKeys(keys);
    const asked = page.ask(usable);
    // The handler may go on and render before it waits for this.
    if (asked) page.renderLater();
    await asked;
    return Object.fromEntries(usable.map((key) => [key, page.shown.find(key)]));
  }
  return resolve;
}

export function createPersonalization(page: Page): Personalization<ExperienceMap> {
  return new PageReader(page);
}

/** The page that this was made for; `undefined` for what was not made here. */
export function pageBehind(value: unknown): Page | undefined {
  return value instanceof PageReader ? PageReader.pageOf(value) : undefined;
}
