import { randomUUID } from 'node:crypto';
import type { ExperienceContext } from '../../src/core/experience.js';
import { Secret } from '../../src/core/secret.js';
import type { Mark, MarkSealer } from '../../src/events/mark.js';
import { createMarkSealer } from '../../src/events/token/mark-sealer.js';
import type { MarkSealerPorts } from '../../src/events/token/mark-sealer.js';
import { createFakeClock } from './fake-clock.js';

/** As the API gives it. */
export const heroContext: ExperienceContext = Object.freeze({
  cid: '6543_home',
  experience: 'home-hero',
  moe_locale_id: '0',
  moe_variation_id: '2',
  audience_name: 'All Users',
  audience_id: '1A',
});

/** An element of the hero that one customer saw; each with an impression of its own. */
export function createMark(changes: Partial<Mark> = {}, impression: Partial<Mark['impression']> = {}): Mark {
  return {
    impression: {
      uuid: randomUUID(),
      customerId: 'customer-canary',
      utcOffsetSeconds: 19_800,
      context: heroContext,
      ...impression,
    },
    elementId: 'hero-cta',
    target: '/sale?from=hero',
    ...changes,
  };
}

/** A sealer with these secrets, of one workspace and API key unless told otherwise. */
export function createSealer(secrets: readonly string[] = [], changes: Partial<MarkSealerPorts> = {}): MarkSealer {
  const ports = { clock: createFakeClock(), apiKey: new Secret('api-key'), workspaceId: 'WS_DEBUG', ...changes };
  return createMarkSealer(
    secrets.map((secret) => new Secret(secret)),
    ports,
  );
}

/** The mark's token. */
export function sealed(sealer: MarkSealer, mark: Mark = createMark()): string {
  const token = sealer.seal(mark);
  if (token === undefined) throw new Error('the mark is too large');
  return token;
}
