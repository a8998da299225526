import { createMemoryEventStore, createPersonalize } from '../index.js';
import type { EventStore, Personalize, PersonalizeOptions, RegisteredExperiences, TrackedEvent } from '../index.js';
import { createFixedApi } from './fixed-api.js';
import type { FixedExperiences, Question } from './fixed-api.js';

/**
 * All options but those that lead to the API, which is not there. `breaker`, `cache`, `quota` and `retry` are off unless
 * they are given, so that no test depends on the one before it, and `timeoutMs` is 5,000, so that none depends on how busy
 * the machine is.
 */
export interface TestOptions<E extends object = RegisteredExperiences> extends Omit<
  PersonalizeOptions<E>,
  'apiKey' | 'axios' | 'baseUrl' | 'dataCenter' | 'workspaceId'
> {
  /** What is answered. Default: nothing, so that every page shows its defaults. */
  readonly experiences?: FixedExperiences | undefined;
}

/** `Personalize` for tests: the real one, but for the network. */
export interface TestPersonalize<E extends object = RegisteredExperiences> extends Personalize<E> {
  /** Answers otherwise from now on. */
  readonly answer: (experiences: FixedExperiences) => void;
  /** What the API was asked, in order. */
  readonly questions: readonly Question[];
  /** Impressions and clicks, in order: an impression is there when its page was sent. */
  readonly events: readonly TrackedEvent[];
  /** Forgets questions and events, as between two tests. */
  readonly clear: () => void;
}

/** What remembers one test in the next. */
const forgetful = { breaker: false, cache: false, quota: false, retry: false } as const;

/** Nothing is waited for, but a busy machine may stand still for longer than a page's visitor would wait. */
const timeoutMs = 5_000;

/** The store, whose events are noted as they come. */
function noteEvents(store: EventStore, events: TrackedEvent[]): EventStore {
  return {
    open(ports) {
      const open = store.open(ports);
      const add = open.add.bind(open);
      return Object.assign(open, {
        add(event: TrackedEvent) {
          events.push(event);
          add(event);
        },
      });
    },
  };
}

/**
 * Makes middleware for tests of an application: no network, no emulator, no waiting. Everything else is as in production,
 * so that what a page shows, asks and reports can be looked at.
 *
 * @param options - Those of `createPersonalize` and what is to be answered.
 * @throws PersonalizeError `MOE_OPTION_*`, as `createPersonalize` does.
 */
export function createTestPersonalize<E extends object = RegisteredExperiences>(
  options: TestOptions<NoInfer<E>> = {},
): TestPersonalize<E> {
  const { experiences = {}, ...others } = options;
  let current: FixedExperiences = experiences;
  const api = createFixedApi(() => current);
  const events: TrackedEvent[] = [];
  const given = others.events === false ? undefined : others.events;
  const store = noteEvents(given?.store ?? createMemoryEventStore(), events);
  const personalize = createPersonalize<E>({
    ...forgetful,
    timeoutMs,
    ...others,
    events: others.events === false ? false : { ...given, store },
    workspaceId: 'TEST',
    apiKey: 'test',
    baseUrl: 'http://127.0.0.1/v1',
    axios: api.axios,
  });
  return Object.assign(personalize, {
    answer(next: FixedExperiences) {
      current = next;
    },
    questions: api.questions,
    events,
    clear() {
      api.questions.splice(0);
      events.splice(0);
    },
  });
}
