import type { Personalization } from './personalization.js';

declare global {
  namespace Express {
    interface Locals {
      /** Put there by `personalize()`. Under another name where the `localsKey` option says so. */
      personalization: Personalization;
    }
  }
}
