import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { sampleWorkspace } from '../../../src/cli/sample-workspace.js';
import { run } from './support.js';

const credentials = { MOENGAGE_WORKSPACE_ID: 'EMU_SAMPLE_DEBUG', MOENGAGE_PERSONALIZE_API_KEY: 'emu_sample' };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator({ config: sampleWorkspace });
});

beforeEach(() => {
  emulator.fault(undefined);
  emulator.ledger.clear();
});

afterAll(() => emulator.close());

const fetch = (...args: string[]) => run(['fetch', ...args, '--base-url', emulator.baseUrl], credentials);

describe('moengage-personalize fetch', () => {
  it('prints what each key brought, or that it did not match', async () => {
    const { output, exitCode } = await fetch('home-hero', 'gold-offer', '--utm-source', 'newsletter');

    expect(output).toBe(
      [
        'home-hero: matched, variation "1", audience "Newsletter readers"',
        '  Title  "Good to see you, reader"',
        '',
        'gold-offer: not matched',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
  });

  it('sends what a page would send of such a visitor', async () => {
    await fetch(
      ...['home-hero', '--customer', 'user_8821', '--identifier', 'u_em=jane@example.com', '--ip', '203.0.113.42'],
      ...['--user-agent', 'Mozilla/5.0', '--day', 'Monday', '--hour', '14'],
      ...['--utm-medium', 'email', '--utm-campaign', 'a=b', '--attribute', 'plan=pro'],
    );

    expect(emulator.ledger.calls.map((call) => call.request)).toEqual([
      {
        identifiers: { customer_id: 'user_8821', user_identifiers: { u_em: 'jane@example.com' } },
        experience_key: ['home-hero'],
        DAY_OF_THE_WEEK: 'Monday',
        TIME_OF_THE_DAY: '14',
        USER_IP_ADDRESS: '203.0.113.42',
        USER_AGENT: 'Mozilla/5.0',
        utm_medium: 'email',
        utm_campaign: 'a=b',
        plan: 'pro',
      },
    ]);
  });

  it('names no keys with --all', async () => {
    const { output } = await fetch('--all', '--customer', 'user_8821');

    expect(output).toMatch(/^home-hero: matched[^]*^gold-offer: matched/m);
    expect(emulator.ledger.calls[0]?.request).not.toHaveProperty('experience_key');
  });

  it('prints JSON with contexts where asked to', async () => {
    const { output } = await fetch('gold-offer', '--customer', 'user_8821', '--json');

    expect(JSON.parse(output)).toMatchObject({
      experiences: [{ key: 'gold-offer', variables: { Percent: 20 }, context: { audience_name: 'Gold customers' } }],
      errors: [],
    });
  });

  it.each([
    ['without keys', [], 'fetch must be given experience keys, or --all'],
    ['with keys and --all', ['home-hero', '--all'], '--all must be given without experience keys'],
    ['with a pair that is none', ['home-hero', '--attribute', 'plan'], '--attribute must be name=value'],
    ['with a reserved name', ['home-hero', '--attribute', 'USER_AGENT=x'], 'query.attributes.USER_AGENT is refused'],
    ['with a misspelt day', ['home-hero', '--day', 'monday'], '--day must be one of Monday'],
    ['with a zone that does not exist', ['home-hero', '--time-zone', 'Mars/Base'], '--time-zone must be an IANA name'],
    ['with a time-out that is no number', ['home-hero', '--timeout', 'soon'], 'timeoutMs must be a whole number'],
    ['with an address that is none', ['home-hero', '--ip', 'junk'], '--ip must be an IPv4 or IPv6 address'],
    ['with two places to ask', ['home-hero', '--data-center', '01'], 'cannot be used with'],
    ['with an unknown option', ['home-hero', '--utmsource', 'x'], "unknown option '--utmsource'"],
  ])('explains itself and exits with 2 where it is called %s', async (_case, args, message) => {
    const { complaints, exitCode } = await fetch(...args);

    expect(complaints).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('says what is missing where the environment has no credentials', async () => {
    const { complaints, exitCode } = await run(['fetch', 'home-hero', '--base-url', emulator.baseUrl]);

    expect(complaints).toContain('workspaceId is missing');
    expect(exitCode).toBe(2);
  });

  it('exits with 1 where the API refuses or does not answer', async () => {
    emulator.fault({ kind: 'status', status: 401 });

    const { output, complaints, exitCode } = await fetch('home-hero');

    expect([output, exitCode]).toEqual(['', 1]);
    expect(complaints).toContain('MOE_UNAUTHORIZED');
  });
});
