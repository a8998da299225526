import { createProfiles } from '../../../../src/emulator/targeting/profiles.js';

const jane = { id: 'jane', identifiers: { u_em: 'jane@example.com' }, attributes: { tier: 'gold' } };

describe('profiles', () => {
  it('are found by customer id', () => {
    expect(createProfiles([jane]).find('jane', {})).toBe(jane);
  });

  it('are found by any identifier where the customer id leads nowhere', () => {
    const profiles = createProfiles([jane]);

    expect(profiles.find('nobody', { u_mb: '1', u_em: 'jane@example.com' })).toBe(jane);
    expect(profiles.find(undefined, { u_em: 'jane@example.com' })).toBe(jane);
  });

  it('are not found by what nobody has', () => {
    const profiles = createProfiles([jane]);

    expect(profiles.find(undefined, {})).toBeUndefined();
    expect(profiles.find(undefined, { u_em: 'JANE@example.com' })).toBeUndefined();
    expect(profiles.find(undefined, { toString: 'jane@example.com' })).toBeUndefined();
  });

  it('are made by a report about somebody unknown, once', () => {
    const profiles = createProfiles([]);

    expect([profiles.ensure('new', {}), profiles.ensure('new', {})]).toEqual([true, false]);
    expect(profiles.find('new', {})).toEqual({ id: 'new', identifiers: {}, attributes: {} });
  });

  it('take on the attributes of a report, and keep the others', () => {
    const profiles = createProfiles([jane]);

    expect(profiles.ensure('jane', { city: 'Pune' })).toBe(false);
    expect(profiles.find(undefined, jane.identifiers)?.attributes).toEqual({ tier: 'gold', city: 'Pune' });
  });

  it('stay when the file changes, where a report made them', () => {
    const profiles = createProfiles([jane]);
    profiles.ensure('new', {});
    profiles.replace([]);

    expect([profiles.find('new', {})?.id, profiles.find('jane', {})]).toEqual(['new', undefined]);
  });

  it('are forgotten, the oldest first, past 10,000 made', () => {
    const profiles = createProfiles([]);
    for (let index = 0; index <= 10_000; index += 1) profiles.ensure(`user ${index}`, {});

    expect([profiles.find('user 0', {}), profiles.find('user 1', {})?.id]).toEqual([undefined, 'user 1']);
  });
});
