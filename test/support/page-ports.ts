import type { PagePorts } from '../../src/experiences/page-experiences.js';
import type { Resolver } from '../../src/experiences/resolver.js';

/** A page that may be asked for, and whose readers see experiences as they are. */
export const ordinaryPage: Pick<PagePorts, 'refusal' | 'resolved' | 'report'> = {
  refusal: () => undefined,
  resolved: () => undefined,
  report: () => undefined,
};

/** Nothing is known without asking, and nothing is refused. */
export const ignorant: Pick<Resolver, 'refuse' | 'resolveKnown' | 'configuredKeys'> = {
  refuse: () => [],
  resolveKnown: () => [],
  configuredKeys: [],
};
