/**
 * What the script uses of the browser. The DOM's own types would make every global of a browser known to the server's
 * code too, since one program compiles both. A test holds these against the DOM's.
 */
export interface PageWindow {
  readonly document: PageDocument;
  readonly location: { readonly origin: string };
  readonly navigator: PageNavigator;
  readonly Element: new () => PageElement;
  readonly HTMLScriptElement: new () => { readonly src: string };
  readonly IntersectionObserver: new (
    callback: (entries: readonly Sighting[]) => void,
    options: { readonly threshold: number[] },
  ) => SightObserver;
  readonly MutationObserver: new (callback: (records: readonly Change[]) => void) => ChangeObserver;
  addEventListener(type: string, listener: (event: PageEvent) => void, capture?: boolean): void;
  setTimeout(run: () => void, delayMs: number): number;
  clearTimeout(timer: number | undefined): void;
  fetch(url: string, options: FetchOptions): Promise<unknown>;
}

export interface PageDocument {
  /** What an element named `currentScript` puts in its place can be anything. */
  readonly currentScript: unknown;
  readonly visibilityState: string;
  /** Absent where the browser does not load pages before they are asked for. */
  readonly prerendering?: boolean;
  querySelectorAll(selectors: string): Iterable<PageElement>;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
}

export interface PageElement {
  readonly parentElement: PageElement | null;
  getAttribute(name: string): string | null;
  closest(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
  /** Absent before Safari 17.4. */
  checkVisibility?(options: { readonly opacityProperty: boolean; readonly visibilityProperty: boolean }): boolean;
}

export interface PageEvent {
  readonly type: string;
  readonly target: unknown;
  readonly isTrusted: boolean;
  /** Of a mouse event: 1 is the middle one. */
  readonly button?: number;
}

interface PageNavigator {
  /** Absent where privacy settings remove it. */
  sendBeacon?(url: string, body: string): boolean;
}

interface FetchOptions {
  readonly method: 'POST';
  readonly body: string;
  readonly keepalive: boolean;
  readonly credentials: 'same-origin';
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much of an element is in the viewport. */
export interface Sighting {
  readonly target: PageElement;
  readonly boundingClientRect: Size;
  readonly intersectionRect: Size;
  /** The viewport; null in a frame of another origin. */
  readonly rootBounds: Size | null;
}

interface SightObserver {
  observe(element: PageElement): void;
  unobserve(element: PageElement): void;
}

/** What happened to the page's elements. */
export interface Change {
  readonly type: 'attributes' | 'characterData' | 'childList';
  readonly target: unknown;
  readonly addedNodes: Iterable<unknown>;
}

interface ChangeObserver {
  observe(
    node: object,
    options: { readonly subtree: boolean; readonly childList: boolean; readonly attributeFilter: string[] },
  ): void;
}
