import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { ResolvedOptions } from '../../../src/config/resolved-options.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import { thrownBy } from '../../support/thrown.js';

const credentials = { workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01' };
const given = (options: object): object => ({ ...credentials, ...options });
const resolve = (options: object): ResolvedOptions => resolveOptions(given(options), {});
const refusal = (events: unknown) => thrownBy(() => resolve({ events }));
const secret = 'a secret of the test';

describe('events', () => {
  it.each([[undefined], [{}], [{ impressions: undefined, secret: undefined }]])('of %j are the defaults', (events) => {
    expect(resolve({ events }).events).toEqual({
      impressions: 'render',
      store: undefined,
      maxQueued: 10_000,
      flushIntervalMs: 1_000,
      batchSize: 100,
      anonymous: false,
      secrets: [],
      waitUntil: undefined,
    });
  });

  it('of false are off', () => {
    expect(resolve({ events: false }).events).toBeUndefined();
  });

  it.each([[true], [null], ['render'], [[]], [() => ({})]])('that are %p are refused', (events) => {
    const { code, message } = refusal(events);

    expect(code).toBe('MOE_OPTION_INVALID');
    expect(message).toMatch(/^events must be false or an object; received /);
  });

  it('that are misspelt are answered by their names', () => {
    expect(refusal({ impresions: 'visible' }).message).toBe(
      'events has no "impresions": did you mean impressions? (MOE_OPTION_UNKNOWN)',
    );
  });

  it.each(['render', 'visible', 'manual'])('take %s impressions', (impressions) => {
    expect(resolve({ events: { impressions } }).events?.impressions).toBe(impressions);
  });

  it('take a store and a waitUntil as they are', () => {
    const store = createMemoryEventStore();
    const waitUntil = () => undefined;

    expect(resolve({ events: { store, waitUntil } }).events).toMatchObject({ store, waitUntil });
  });

  it.each([
    ['impressions', 'seen', "one of 'render', 'visible', 'manual'; received \"seen\""],
    ['store', {}, 'an event store, such as createDiskEventStore({ directory }); received an object'],
    ['maxQueued', 0, 'a whole number from 1 to 1000000; received 0'],
    ['maxQueued', 1_000_001, 'a whole number from 1 to 1000000; received 1000001'],
    ['flushIntervalMs', 9, 'a whole number of milliseconds from 10 to 60000; received 9'],
    ['flushIntervalMs', 60_001, 'a whole number of milliseconds from 10 to 60000; received 60001'],
    ['batchSize', 0, 'a whole number from 1 to 100; received 0'],
    ['batchSize', 101, 'a whole number from 1 to 100; received 101'],
    ['anonymous', 'yes', 'true or false; received "yes"'],
    ['waitUntil', true, 'a function; received true'],
    ['secret', [], '1 to 10 strings; received an array of 0'],
    ['secret', Array(11).fill(secret), '1 to 10 strings; received an array of 11'],
  ])('refuse %s: %j', (name, value, rule) => {
    expect(refusal({ [name]: value }).message).toBe(`events.${name} must be ${rule} (MOE_OPTION_INVALID)`);
  });

  it.each([
    ['secret', 'only fifteen ch'],
    ['secret', null],
    ['secret[1]', [secret, 'only fifteen ch']],
  ])('refuse a short %s without showing it', (name, value) => {
    const { message } = refusal({ secret: value });

    expect(message).toContain(`events.${name} must be a string of at least 16 characters; received a `);
    expect(message).not.toContain('fifteen');
  });

  it('keep secrets in their order, and where nothing shows them', () => {
    const { events } = resolve({ events: { secret: [secret, `${secret} two`] } });

    expect(events?.secrets.map((each) => each.reveal())).toEqual([secret, `${secret} two`]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });
});

describe('routerPath', () => {
  it.each([
    [undefined, '/personalize'],
    ['/p', '/p'],
    ['/a/b-c_d.e~f/', '/a/b-c_d.e~f'],
  ])('of %j is %s', (routerPath, expected) => {
    expect(resolve({ routerPath }).routerPath).toBe(expected);
  });

  it.each([
    [null],
    ['p'],
    ['/'],
    ['//evil.example'],
    ['/..'],
    ['/a/../b'],
    ['/a?b'],
    ['/a b'],
    [`/${'a'.repeat(200)}`],
  ])('refuses %j', (routerPath) => {
    expect(thrownBy(() => resolve({ routerPath })).message).toMatch(
      /^routerPath must be a path of this site such as '\/personalize'; received /,
    );
  });
});
