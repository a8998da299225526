import type { FetchedExperience } from '../../../src/client/decode-fetch.js';
import { createSeenVariations } from '../../../src/experiences/seen-variations.js';

const fetched = (id: string | number | undefined, Title: string, audience = '5A'): FetchedExperience => ({
  key: 'hero',
  variables: { Title },
  context: { ...(id !== undefined && { moe_variation_id: id }), audience_id: audience },
});

const titleOf = (found: FetchedExperience | undefined): unknown => found?.variables.Title;

describe('variations that were seen', () => {
  it.each(['2', '5A/2'])('are found as %s', (name) => {
    const seen = createSeenVariations();
    seen.note(fetched(2, 'Two'), {});

    expect(titleOf(seen.find('hero', name))).toBe('Two');
    expect(seen.find('hero', '3')).toBeUndefined();
    expect(seen.find('other', name)).toBeUndefined();
  });

  it('are told apart by their audience, and else the last one counts', () => {
    const seen = createSeenVariations();
    seen.note(fetched('1', 'Readers', '42D'), {});
    seen.note(fetched('1', 'All'), {});

    expect(['42D/1', '5A/1', '1'].map((name) => titleOf(seen.find('hero', name)))).toEqual(['Readers', 'All', 'All']);
  });

  it('have an id', () => {
    const seen = createSeenVariations();
    seen.note(fetched(undefined, 'None'), {});

    expect(seen.find('hero', 'undefined')).toBeUndefined();
  });

  it.each([
    ['a customer id', (id: string) => ({ customerId: id })],
    ['another identifier', (id: string) => ({ userIdentifiers: { u_em: id } })],
  ])('are not those of one visitor alone who has %s', (_what, identity) => {
    const seen = createSeenVariations();
    seen.note(fetched('1', 'Hello Jane'), identity('jane'));
    seen.note(fetched('1', 'Hello Jane'), identity('jane'));
    seen.note(fetched('1', 'Hello Joe'), identity('joe'));

    expect(seen.find('hero', '1')).toBeUndefined();
    seen.note(fetched('1', 'Hello all'), identity('jane'));
    seen.note(fetched('1', 'Hello all'), identity('joe'));
    expect(titleOf(seen.find('hero', '1'))).toBe('Hello all');
    seen.note(fetched('1', 'Hello Jane'), identity('jane'));
    expect(titleOf(seen.find('hero', '1'))).toBe('Hello all');
  });

  it('are shown as they are now', () => {
    const seen = createSeenVariations();
    seen.note(fetched('1', 'Before'), {});
    seen.note(fetched('1', 'After'), {});

    expect(titleOf(seen.find('hero', '1'))).toBe('After');
  });

  it('are bounded: those that were not used for the longest time go', () => {
    const seen = createSeenVariations();
    for (let id = 0; id < 600; id += 1) seen.note(fetched(id, 'x'), {});

    expect(seen.find('hero', '0')).toBeUndefined();
    expect(seen.find('hero', '599')).toBeDefined();
  });
});
