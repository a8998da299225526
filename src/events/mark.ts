import type { Impression } from './impression.js';

/** What a browser may report, as the server wrote it down: the visitor sees it sealed only. */
export interface Mark {
  readonly impression: Impression;
  /** Which element it is that is clicked: `b_id`, 1 to 64 characters. `undefined` where the page did not say. */
  readonly elementId: string | undefined;
  /** Where `GET click` leads: an absolute http(s) URL, or a path of this site. `undefined` where it is no link. */
  readonly target: string | undefined;
}

/** Turns marks into tokens, which nobody else can read, make or change, and back. */
export interface MarkSealer {
  /** Characters of `[\w.-]`; another token each time. */
  seal(mark: Mark): string;
  /** `undefined` for whatever this did not seal, or too long ago. */
  open(token: string): Mark | undefined;
  /**
   * UUID v4 of the visitor's nth click, from 1, on the element: the same for the same impression, element and number,
   * in every process, so that a replay is counted once.
   */
  clickUuid(mark: Mark, index: number): string;
}
