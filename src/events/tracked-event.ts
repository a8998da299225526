export type * from '../core/tracked-event.js';
