import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { noteAnswers } from '../../../src/experiences/note-answers.js';
import { createSeenVariations } from '../../../src/experiences/seen-variations.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';
import { titled } from './fixtures/outcomes.js';

const rules = { ttlMs: 1_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 10_000, maxEntries: 10, maxBytes: 10_000 };

it('what a cache keeps of an answer that came again is as old as the newer one', async () => {
  const clock = createFakeClock();
  const { ask, times, onSame } = noteAnswers(() => Promise.resolve([titled(['hero'], 'Hi')]), {
    seen: createSeenVariations(),
    clock,
  });
  const cache = createAnswerCache(rules, clock, { onSame });
  const askAndKeep = async (): Promise<void> => {
    for (const outcome of await ask(createVisitor(), ['hero'], { deadline: Infinity })) {
      if (outcome.kind !== 'fetched') continue;
      cache.write('v', 'hero', { experience: outcome.answer.experiences.get('hero') });
    }
  };
  await askAndKeep();
  const first = cache.read('v', 'hero')?.experience;
  clock.advance(5_000);
  await askAndKeep();
  clock.advance(300);

  const kept = cache.read('v', 'hero')?.experience;
  expect(kept).toBe(first);
  expect(kept && times.ageMs(kept.context)).toBe(300);
});
