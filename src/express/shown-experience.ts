import type { DefaultReason, Experience, ExperienceContext, ExperienceSource } from '../core/experience.js';

type Variables = Experience['variables'];

/** One accessor for all, so that all experiences have one shape; see `visitorAccessor`. */
const variablesAccessor: PropertyDescriptor & ThisType<ShownExperience> = {
  enumerable: true,
  get() {
    return this.readVariables();
  },
};

/** A matched experience that tells when its variables are read: then the page shows it. Own properties, and frozen. */
class ShownExperience implements Experience {
  readonly key: string;
  readonly matched: boolean;
  declare readonly variables: Variables;
  readonly source: ExperienceSource;
  readonly reason: DefaultReason | undefined;
  readonly variationId: string | undefined;
  readonly context: ExperienceContext | undefined;
  readonly #variables: Variables;
  readonly #onRead: (key: string) => void;

  constructor(experience: Experience, onRead: (key: string) => void) {
    this.key = experience.key;
    this.matched = experience.matched;
    Object.defineProperty(this, 'variables', variablesAccessor);
    this.source = experience.source;
    this.reason = experience.reason;
    this.variationId = experience.variationId;
    this.context = experience.context;
    this.#variables = experience.variables;
    this.#onRead = onRead;
    Object.freeze(this);
  }

  readVariables(): Variables {
    this.#onRead(this.key);
    return this.#variables;
  }

  /** For what is not shown by being handed over. */
  peekVariables(): Variables {
    return this.#variables;
  }
}

/** The experience; one that is matched tells `onRead` its key whenever its variables are read. */
export function watchReads(experience: Experience, onRead: (key: string) => void): Experience {
  return experience.matched ? new ShownExperience(experience, onRead) : experience;
}

/** The variables, without this counting as a reading. */
export function peekVariables(experience: Experience): Variables {
  return experience instanceof ShownExperience ? experience.peekVariables() : experience.variables;
}
