import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { ResolvedOptions } from '../../../src/config/resolved-options.js';
import { thrownBy } from '../../support/thrown.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';

const resolve = (options: object): ResolvedOptions =>
  resolveOptions({ workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01', ...options }, {});
const secret = 'a-secret-that-is-long';

/** Path of a file that holds this. */
function fileOf(content: string): string {
  const path = join(createTemporaryFolder(), 'previews.json');
  writeFileSync(path, content);
  return path;
}

describe('the preview option', () => {
  it.each([{}, { preview: undefined }])('is off by default', (options) => {
    expect(resolve(options).preview).toBeUndefined();
  });

  it('takes one secret, or several in order', () => {
    const several = [secret, `${secret}-old`];

    expect(resolve({ preview: { secret } }).preview?.secrets.map((each) => each.reveal())).toEqual([secret]);
    expect(resolve({ preview: { secret: several } }).preview?.secrets.map((each) => each.reveal())).toEqual(several);
  });

  it('reads the variations of its file', () => {
    const file = fileOf('{ "home-hero": { "2": { "Title": "New", "List": [1] } }, "__proto__": { "1": {} } }');

    const { variations } = resolve({ preview: { secret, file } }).preview ?? {};

    expect(Object.keys(variations ?? {})).toEqual(['home-hero', '__proto__']);
    expect(variations?.['home-hero']?.['2']).toEqual({ Title: 'New', List: [1] });
    expect(Object.isFrozen(variations?.['home-hero']?.['2']?.List)).toBe(true);
  });

  it.each([
    ['no object', 'secret', 'preview must be { secret, file }'],
    ['null', null, 'preview must be { secret, file }'],
    ['a member that it does not have', { secret, flie: 'x' }, 'preview has no "flie": did you mean file?'],
    ['no secret', {}, 'preview.secret must be a string of at least 16 characters'],
    ['a short secret', { secret: 'fifteen-letters' }, 'preview.secret must be a string of at least 16 characters'],
    ['no secrets', { secret: [] }, 'preview.secret must be 1 to 10 strings'],
    ['a short second one', { secret: [secret, 'x'] }, 'preview.secret[1] must be a string of at least 16'],
    ['a file that is no path', { secret, file: 7 }, 'preview.file must be the path of a JSON file'],
    ['a file that is not there', { secret, file: '/nowhere/at-all.json' }, 'that can be read'],
  ])('refuses %s', (_case, preview, message) => {
    const error = thrownBy(() => resolve({ preview }));

    expect(error).toMatchObject({ code: expect.stringMatching(/^MOE_OPTION_/) });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('fifteen');
  });

  it.each([
    ['is no JSON', 'not json', 'preview.file must be'],
    ['is a list', '[]', 'preview.file must be'],
    ['has a key that is none', '{ " x": {} }', 'a key of preview.file must be an experience key'],
    ['has no variations under a key', '{ "a": 1 }', "preview.file: ['a'] must be an object: variation id → variables"],
    ['has an id that is none', '{ "a": { "": {} } }', "a variation of preview.file: ['a'] must be an id"],
    ['has no variables', '{ "a": { "1": "x" } }', "preview.file: ['a']['1'] must be an object of variables"],
  ])('refuses a file that %s', (_case, content, message) => {
    expect(String(thrownBy(() => resolve({ preview: { secret, file: fileOf(content) } })))).toContain(message);
  });
});

describe('the serverTiming option', () => {
  const credentials = { workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01' } as const;

  it.each([
    ['development', undefined, true],
    ['production', undefined, false],
    [undefined, undefined, false],
    ['development', false, false],
    ['production', true, true],
  ])('with NODE_ENV %p and %p is %p', (environment, serverTiming, expected) => {
    expect(resolveOptions({ ...credentials, serverTiming }, { NODE_ENV: environment }).serverTiming).toBe(expected);
  });

  it('is true or false', () => {
    expect(thrownBy(() => resolve({ serverTiming: 'yes' }))).toMatchObject({ code: 'MOE_OPTION_INVALID' });
  });
});
