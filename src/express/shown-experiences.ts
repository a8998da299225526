import type { Experience } from '../core/experience.js';
import { createRecord } from '../core/record.js';
import type { Warnings } from '../core/warnings.js';
import { watchExperience } from './shown-experience.js';
import type { ExperienceWatcher } from './shown-experience.js';

/** What a page has of experiences, whether or not anybody looks. */
export interface ExperienceSource {
  /** Own property per resolved key. */
  readonly resolved: Readonly<Record<string, Experience>>;
  experience(key: string): Experience;
}

/**
 * The experiences of one page as its readers see them. A matched one that tells when it is used costs more than finding it,
 * and so is made when somebody asks for it: most views read variables, one by one.
 */
export class ShownExperiences {
  readonly #source: ExperienceSource;
  readonly #watcher: ExperienceWatcher;
  readonly #warnings: Pick<Warnings, 'once'>;
  #record: Record<string, Experience> | undefined;

  constructor(source: ExperienceSource, watcher: ExperienceWatcher, warnings: Pick<Warnings, 'once'>) {
    this.#source = source;
    this.#watcher = watcher;
    this.#warnings = warnings;
  }

  /** Own property per resolved key, whenever it is resolved. */
  get record(): Readonly<Record<string, Experience>> {
    if (this.#record === undefined) {
      this.#record = createRecord<Experience>();
      for (const experience of Object.values(this.#source.resolved)) this.add(experience);
    }
    return this.#record;
  }

  /** The experience, for a reader who expects it to be there. */
  find(key: string): Experience {
    return this.record[key] ?? this.#standIn(key);
  }

  /** The variables of an experience, for a reader who is about to show them. */
  variables(key: string): Experience['variables'] {
    const { matched, variables } = this.#source.resolved[key] ?? this.#standIn(key);
    if (matched) {
      this.#watcher.used();
      this.#watcher.read(key);
    }
    return variables;
  }

  /** One more was resolved. */
  add(experience: Experience): void {
    if (this.#record) this.#record[experience.key] = watchExperience(experience, this.#watcher);
  }

  #standIn(key: string): Experience {
    const experience = this.#source.experience(key);
    if (experience.reason === 'NOT_REQUESTED') {
      this.#warnings.once(
        'MOE_WARN_NOT_REQUESTED',
        key,
        `Experience '${key}' was read on a page that did not ask for it: name it in personalize() or everyPage`,
      );
    }
    return experience;
  }
}
