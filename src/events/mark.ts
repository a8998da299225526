import type { Impression } from './impression.js';

/** What a browser may report, as the server wrote it down: the visitor sees it sealed only. */
export interface Mark {
  readonly impression: Impression;
  /** Which element it is that is clicked: `b_id`, 1 to 64 characters. `undefined` where the page did not say. */
  readonly elementId: string | undefined;
  /** Where `GET click` leads, as `cleanTarget` gives it. `undefined` where it is no link. */
  readonly target: string | undefined;
}

/** Where a counted link leads, and the mark that is to be counted: `undefined` where it was sealed too long ago. */
export interface SealedLink {
  readonly target: string;
  readonly mark: Mark | undefined;
}

/** Turns marks into tokens, which nobody else can read, make or change, and back. Nothing in it throws. */
export interface MarkSealer {
  /** Characters of `[\w-]`; another token each time. `undefined` for a mark too large for a token of 8,192. */
  seal(mark: Mark): string | undefined;
  /** `undefined` for whatever this did not seal, or more than 24 hours ago. */
  open(token: string): Mark | undefined;
  /** The link that this sealed, however long ago: an old page's links still work. `undefined` for anything else. */
  openLink(token: string): SealedLink | undefined;
  /**
   * UUID v4 of the visitor's nth click, from 1, on the element: the same for the same impression, element and number,
   * in every process and with every secret, so that a replay is counted once.
   */
  clickUuid(mark: Mark, index: number): string;
}
