import { decodeFetch } from '../../../src/client/decode-fetch.js';

/** What comes of an experience of so many variables beside a small one. */
function decodeVariables(count: number) {
  const payload = Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, index]));
  const decoded = decodeFetch({ experiences: { large: { payload }, small: { payload: { Title: 'Hi' } } } });
  return { keys: [...(decoded?.experiences.keys() ?? [])], dropped: decoded?.dropped };
}

describe('an experience of a thousand variables', () => {
  it('is read', () => {
    expect(decodeVariables(1_000)).toEqual({ keys: ['large', 'small'], dropped: [] });
  });

  it('and one more is dropped, and its sibling is not', () => {
    expect(decodeVariables(1_001)).toEqual({
      keys: ['small'],
      dropped: [{ key: 'large', problem: 'it has more than 1000 variables' }],
    });
  });
});
