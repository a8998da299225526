export type * from '../core/event-store.js';
