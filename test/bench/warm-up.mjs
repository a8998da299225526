/**
 * So many pages it takes until V8 has compiled what runs once a page, and has stopped to change its mind: with 3,000 a
 * variant is measured half interpreted, and the more code it has, the worse. A slow one has as many as the time allows.
 */
const pages = 20_000;

export const warmUp = (session, app, durationMs) =>
  session.measure(app, 'closedLoop', { connections: 50, durationMs, maxPages: pages });
