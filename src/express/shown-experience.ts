import type { DefaultReason, Experience, ExperienceContext, ExperienceSource } from '../core/experience.js';

type Variables = Experience['variables'];

/** Hears what a page does with a matched experience. */
export interface ExperienceWatcher {
  /** Something of it was read: the page depends on its visitor from here on. */
  used(): void;
  /** Its variables were read: the page shows it. */
  read(key: string): void;
}

type Watched = 'matched' | 'variables' | 'variationId' | 'context';

/** One accessor each for all, so that all experiences have one shape; see `visitorAccessor`. */
const accessorOf = (name: Watched): PropertyDescriptor & ThisType<ShownExperience> => ({
  enumerable: true,
  get() {
    return this.readMember(name);
  },
});

const accessors: PropertyDescriptorMap & ThisType<ShownExperience> = {
  matched: accessorOf('matched'),
  variables: accessorOf('variables'),
  variationId: accessorOf('variationId'),
  context: accessorOf('context'),
};

/** A matched experience that tells when it is used. Own properties, and frozen. */
class ShownExperience implements Experience {
  readonly key: string;
  declare readonly matched: boolean;
  declare readonly variables: Variables;
  readonly source: ExperienceSource;
  readonly reason: DefaultReason | undefined;
  declare readonly variationId: string | undefined;
  declare readonly context: ExperienceContext | undefined;
  readonly #experience: Experience;
  readonly #watcher: ExperienceWatcher;

  constructor(experience: Experience, watcher: ExperienceWatcher) {
    this.key = experience.key;
    this.source = experience.source;
    this.reason = experience.reason;
    this.#experience = experience;
    this.#watcher = watcher;
    Object.defineProperties(this, accessors);
    Object.freeze(this);
  }

  readMember<Name extends Watched>(name: Name): Experience[Name] {
    this.#watcher.used();
    if (name === 'variables') this.#watcher.read(this.key);
    return this.#experience[name];
  }
}

/** The experience; one that is matched tells when it is used. */
export function watchExperience(experience: Experience, watcher: ExperienceWatcher): Experience {
  return experience.matched ? new ShownExperience(experience, watcher) : experience;
}
