import { nearestName } from '../../../src/core/nearest-name.js';

const known = ['timeoutMs', 'timeZone', 'baseUrl', 'apiKey', 'anonymizeIp', 'workspaceId'];

describe('nearestName', () => {
  it.each([
    ['timeoutMS', 'timeoutMs'],
    ['timeout', 'timeoutMs'],
    ['timezone', 'timeZone'],
    ['timeZome', 'timeZone'],
    ['baseURL', 'baseUrl'],
    ['baseurl', 'baseUrl'],
    ['apikey', 'apiKey'],
    ['api_key', 'apiKey'],
    ['anonymiseIp', 'anonymizeIp'],
    ['workspaceID', 'workspaceId'],
    ['workspace', 'workspaceId'],
    ['wrkspaceId', 'workspaceId'],
  ])('takes %s for %s', (misspelt, meant) => {
    expect(nearestName(misspelt, known)).toBe(meant);
  });

  it.each(['colour', 'xyzzy', 'retryPolicyOfTheClient', '__proto__'])('guesses nothing for %s', (name) => {
    expect(nearestName(name, known)).toBeUndefined();
  });

  it('takes the nearer of two that are near', () => {
    expect(nearestName('timeZome', ['timeoutMs', 'timeZone'])).toBe('timeZone');
    expect(nearestName('colours', ['color', 'colour'])).toBe('colour');
  });

  it('takes the first of two that are equally near', () => {
    expect(nearestName('cat', ['cart', 'cap', 'cats'])).toBe('cart');
  });

  it('guesses nothing where nothing is known', () => {
    expect(nearestName('timeout', [])).toBeUndefined();
  });
});
