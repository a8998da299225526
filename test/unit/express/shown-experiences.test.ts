import type { Experience } from '../../../src/core/experience.js';
import { ShownExperiences } from '../../../src/express/shown-experiences.js';

const experienceOf = (key: string, matched: boolean): Experience => ({
  key,
  matched,
  variables: Object.freeze({ Title: key }),
  source: matched ? 'cache' : 'default',
  reason: matched ? undefined : 'NOT_MATCHED',
  variationId: undefined,
  context: undefined,
});

const standIn = (key: string): Experience => ({ ...experienceOf(key, false), reason: 'NOT_REQUESTED' });

/** A page that has resolved `hero`, and `strip` to its default. */
function openPage() {
  const said: string[] = [];
  const note = (what: string) => (key?: string) => {
    said.push(key === undefined ? what : `${what} ${key}`);
  };
  const resolved: Record<string, Experience> = {
    hero: experienceOf('hero', true),
    strip: experienceOf('strip', false),
  };
  const source = { resolved, experience: (key: string) => resolved[key] ?? standIn(key) };
  const warnings = { once: (code: string, subject: string) => said.push(`${code} ${subject}`) };
  const shown = new ShownExperiences(source, { used: note('used'), read: note('read') }, warnings);
  return { shown, resolved, said };
}

it('variables that are read tell so, and only of what is matched', () => {
  const { shown, said } = openPage();
  expect([shown.variables('strip').Title, said]).toEqual(['strip', []]);
  expect([shown.variables('hero').Title, said]).toEqual(['hero', ['used', 'read hero']]);
});

it('an experience that is found tells once something of it is read', () => {
  const { shown, said } = openPage();
  const hero = shown.find('hero');
  expect([hero.key, said]).toEqual(['hero', []]);
  expect([hero.variables.Title, said]).toEqual(['hero', ['used', 'read hero']]);
});

it('is one object however often it is found, by name or in the record', () => {
  const { shown } = openPage();
  expect(shown.find('hero')).toBe(shown.find('hero'));
  expect(shown.record.hero).toBe(shown.find('hero'));
});

it('the record holds what is resolved later, too, and what that tells', () => {
  const { shown, resolved, said } = openPage();
  const { record } = shown;
  const late = experienceOf('late', true);
  resolved.late = late;
  shown.add(late);
  expect([Object.keys(record), said]).toEqual([['hero', 'strip', 'late'], []]);
  expect([record.late?.matched, said]).toEqual([true, ['used']]);
});

it('what nobody asked for is said once by each way of reading it', () => {
  const { shown, said } = openPage();
  expect([shown.find('other').reason, shown.variables('other').Title]).toEqual(['NOT_REQUESTED', 'other']);
  expect(said).toEqual(['MOE_WARN_NOT_REQUESTED other', 'MOE_WARN_NOT_REQUESTED other']);
  expect(Object.keys(shown.record)).toEqual(['hero', 'strip']);
});
