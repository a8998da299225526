import { parseEmulatorConfig } from 'express-moengage-personalize/emulator';

import { decide } from '../../../../src/emulator/targeting/decision.js';
import type { Decision } from '../../../../src/emulator/targeting/decision.js';
import type { ExperienceInput } from '../../../../src/emulator/config/input.js';
import { visitor } from '../support.js';

const two = [
  { id: 'A', variables: {} },
  { id: 'B', variables: {} },
];

function decideFor(experience: Partial<ExperienceInput>, known = visitor(), globalControlGroup = 0): Decision {
  const audiences = [{ id: '1', name: 'All', variations: two }];
  const [parsed] = parseEmulatorConfig({ experiences: [{ key: 'tested', audiences, ...experience }] }).experiences;
  if (parsed === undefined) throw new Error('there is one');
  return decide(parsed, known, globalControlGroup);
}

const gold = { id: 'G', name: 'Gold', when: { attributes: { tier: 'gold' } }, variations: two };
const readers = { id: 'R', name: 'Readers', when: { session: { utm_source: 'mail' } }, variations: two };
const people = Array.from({ length: 400 }, (_, index) => visitor({ bucketId: `visitor ${index}` }));

describe('decide', () => {
  it('takes the first audience that matches, and tells which came before', () => {
    const decision = decideFor({ audiences: [gold, readers] }, visitor({ session: { utm_source: 'mail' } }));

    expect(decision).toMatchObject({
      outcome: 'matched',
      audience: { id: 'R' },
      missed: [{ id: 'G', name: 'Gold', failed: "customer's tier is gold, but it is not known" }],
    });
  });

  it('tells the first condition that fails of each audience', () => {
    const strict = { ...gold, id: 'S', when: { ...gold.when, days: ['Monday' as const] } };
    const decision = decideFor({ audiences: [strict] }, visitor({ attributes: { tier: 'gold' }, day: 'Friday' }));

    expect(decision).toMatchObject({
      outcome: 'missed',
      reason: 'USER_NOT_IN_SEGMENT',
      missed: [{ failed: 'day is Monday, but it is Friday' }],
    });
  });

  it.each(['Paused', 'Scheduled'] as const)('serves nothing while %s', (status) => {
    expect(decideFor({ status })).toMatchObject({ outcome: 'missed', reason: 'EXPERIENCE_NOT_ACTIVE' });
  });

  it('gives a visitor the same variation every time', () => {
    const variations = (): readonly unknown[] =>
      people.map((known) => decideFor({}, known)).map((each) => each.outcome === 'matched' && each.variation.id);

    expect(variations()).toEqual(variations());
    expect(new Set(variations())).toEqual(new Set(['A', 'B']));
  });

  it('draws anew for another experience', () => {
    const drawn = (key: string): string =>
      people
        .map((known) => decideFor({ key }, known))
        .map((each) => (each.outcome === 'matched' ? each.variation.id : ''))
        .join('');

    expect(drawn('first-one')).not.toBe(drawn('second-one'));
  });

  it('keeps the same visitors in the control group', () => {
    const controlled = (): readonly boolean[] =>
      people.map((known) => decideFor({ controlGroup: 30 }, known).outcome === 'missed');
    const share = controlled().filter(Boolean).length / people.length;

    expect(controlled()).toEqual(controlled());
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  it('does not draw variations and control groups from one lot', () => {
    const left = people.map((known) => decideFor({ controlGroup: 50 }, known));
    const ids = left.flatMap((each) => (each.outcome === 'matched' ? [each.variation.id] : []));

    expect(new Set(ids)).toEqual(new Set(['A', 'B']));
  });

  it('counts nobody as controlled who would not have matched', () => {
    expect(decideFor({ audiences: [gold], controlGroup: 100 }, visitor(), 100)).toMatchObject({
      reason: 'USER_NOT_IN_SEGMENT',
    });
  });
});
