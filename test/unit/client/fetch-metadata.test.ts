import { experienceStatuses, fetchMetadata, parseStatuses } from '../../../src/client/fetch-metadata.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { thrownBy } from '../../support/thrown.js';

const limits = { deadline: 1_500 };
const banner = { experience_name: 'Banner', experience_key: 'homepage-banner', status: 'Active' };

const listed = (entry: unknown) => answered({ metadata: { count: 1, experiences: [entry, banner] } });

const fetchFrom = (answer: ReturnType<typeof answered>) =>
  fetchMetadata(
    createScriptedTransport(() => answer),
    experienceStatuses,
    limits,
  );

describe('the question for metadata', () => {
  it('names the statuses in one parameter and has no body', async () => {
    const transport = createScriptedTransport(() => listed(banner));
    await fetchMetadata(transport, ['Active', 'Scheduled'], limits);
    expect(transport.sent).toEqual([
      { request: { method: 'GET', path: '/experiences/metadata?status=Active,Scheduled' }, limits },
    ]);
  });

  it('is not asked for no status at all', async () => {
    const transport = createScriptedTransport(() => listed(banner));
    await expect(fetchMetadata(transport, [], limits)).resolves.toEqual([]);
    expect(transport.sent).toEqual([]);
  });
});

describe('the answer', () => {
  it('lists key, name and status of each experience, frozen', async () => {
    const found = await fetchFrom(answered({ metadata: { count: 1, experiences: [banner] } }));
    expect(found).toEqual([{ key: 'homepage-banner', name: 'Banner', status: 'Active' }]);
    expect(Array.isArray(found) && Object.isFrozen(found[0])).toBe(true);
  });

  it.each([undefined, null, 7])('names an experience by its key where its name is %p', async (name) => {
    await expect(fetchFrom(listed({ ...banner, experience_key: 'k', experience_name: name }))).resolves.toMatchObject([
      { key: 'k', name: 'k' },
      { key: 'homepage-banner' },
    ]);
  });

  it.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ ...banner, experience_key: undefined }],
    [{ ...banner, experience_key: '' }],
    [{ ...banner, experience_key: 7 }],
    [{ ...banner, status: 'active' }],
    [{ ...banner, status: 'Draft' }],
    [{ ...banner, status: undefined }],
  ])('leaves the entry %j out and keeps its sibling', async (entry) => {
    await expect(fetchFrom(listed(entry))).resolves.toEqual([
      { key: 'homepage-banner', name: 'Banner', status: 'Active' },
    ]);
  });

  it.each([
    'null',
    '[]',
    '{}',
    '{"metadata":null}',
    '{"metadata":[]}',
    '{"metadata":{}}',
    '{"metadata":{"experiences":{}}}',
    '{"metadata":{"experiences":null}}',
    '<html>',
    '',
  ])('%j is a bad one', async (body) => {
    await expect(fetchFrom(answered(body))).resolves.toEqual({ reason: 'BAD_RESPONSE', status: 200 });
  });

  it('of 401 is a failure', async () => {
    await expect(fetchFrom(answered({}, 401))).resolves.toEqual({ reason: 'UNAUTHORIZED', status: 401 });
  });
});

describe('parseStatuses', () => {
  it('takes every status, each once', () => {
    expect(parseStatuses(['Active', 'Paused', 'Scheduled', 'Active'])).toEqual(['Active', 'Paused', 'Scheduled']);
  });

  it('takes none', () => {
    expect(parseStatuses([])).toEqual([]);
  });

  it.each([['active'], ['ACTIVE'], [''], ['Active,Paused'], [undefined], [null], [1]])(
    'refuses %p, which the API would answer with an empty list',
    (status) => {
      const error = thrownBy(() => parseStatuses(['Active', status]));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^status\[1\] must be one of Active, Paused, Scheduled; received /);
    },
  );

  it.each([['Active'], [null], [{}]])('refuses %p, which is no list', (statuses) => {
    const error = thrownBy(() => parseStatuses(statuses));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^status must be an array of strings/);
  });
});
