import { parseEmulatorConfig } from 'express-moengage-personalize/emulator';
import type { EmulatorConfigInput } from 'express-moengage-personalize/emulator';

import { createApi } from '../../../../src/emulator/api/api.js';
import type { Api } from '../../../../src/emulator/api/api.js';
import type { Handled } from '../../../../src/emulator/api/exchange.js';
import { workspace } from '../support.js';

const headers = {
  'moe-appkey': 'EMU_UNIT_DEBUG',
  authorization: `Basic ${Buffer.from('EMU_UNIT_DEBUG:emu_unit').toString('base64')}`,
};

const open = (config: EmulatorConfigInput = workspace): Api => createApi(parseEmulatorConfig(config), () => 0);

function ask(api: Api, path: string, body: unknown): Handled {
  return api.handle({
    method: 'POST',
    path: `/v1/experiences/${path}`,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(JSON.stringify(body)),
  });
}

function report(api: Api, customerId: string, userAttributes: Record<string, string>): Handled {
  const names = ['cid', 'experience', 'moe_locale_id', 'moe_variation_id', 'audience_name', 'audience_id'];
  const action = {
    action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED',
    moe_event_uuid: 'aa886712-4537-47c1-b126-2686efda2e26',
    event_time: 100,
    attributes: { ...Object.fromEntries(names.map((name) => [name, `the ${name}`])), b_id: 'cta' },
  };
  return ask(api, 'events', {
    elements: [{ customer_id: customerId, user_attributes: userAttributes, actions: [action] }],
  });
}

const bodyOf = ({ answer }: Handled): unknown => JSON.parse(answer.body);

describe('a fetch', () => {
  it('tells the ledger what matched, and why the rest did not', () => {
    expect(ask(open(), 'fetch', { experience_key: ['home-hero', 'gold-offer', 'other-key'] })).toMatchObject({
      summary: '1 of 3 matched',
      keys: [
        {
          key: 'home-hero',
          matched: true,
          audience: { id: '5A', name: 'All Users', conditions: [] },
          variation: '1',
          missed: [],
        },
        {
          key: 'gold-offer',
          matched: false,
          reason: 'USER_NOT_IN_SEGMENT',
          missed: [{ id: '9C', name: 'Gold customers', failed: "customer's tier is gold, but it is not known" }],
        },
        { key: 'other-key', matched: false, reason: 'INVALID_EXPERIENCE_KEY', detail: 'no experience has this key' },
      ],
    });
  });

  it('tells the ledger of keys past the twenty-fifth', () => {
    const keys = [...Array.from({ length: 25 }, (_, index) => `filler-${index}`), 'home-hero'];

    expect(ask(open(), 'fetch', { experience_key: keys }).keys?.at(-1)).toMatchObject({
      key: 'home-hero',
      reason: 'MAX_LIMIT_BREACHED',
    });
  });

  it('answers all of more than 25 experiences where no key is named', () => {
    const audiences = [{ id: '5A', name: 'All Users', variations: [{ id: '1', variables: {} }] }];
    const experiences = Array.from({ length: 30 }, (_, index) => ({ key: `everyone-${index}`, audiences }));

    expect(ask(open({ ...workspace, experiences }), 'fetch', {}).summary).toBe('30 of 30 matched');
  });
});

describe('a report', () => {
  it('tells the ledger of each event', () => {
    expect(report(open(), 'user_1', {})).toMatchObject({
      summary: '1 event accepted',
      events: [
        {
          at: 100_000,
          customerId: 'user_1',
          action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED',
          experience: 'the experience',
          variation: 'the moe_variation_id',
          elementId: 'cta',
          platform: undefined,
          createdProfile: false,
        },
      ],
    });
  });

  it('makes a profile of somebody unknown, whom later fetches know', () => {
    const api = open();
    const [event] = report(api, 'stranger', { tier: 'gold' }).events ?? [];
    const fetched = ask(api, 'fetch', { identifiers: { customer_id: 'stranger' }, experience_key: ['gold-offer'] });

    expect(event?.createdProfile).toBe(true);
    expect(bodyOf(fetched)).toHaveProperty(['experiences', 'gold-offer', 'payload', 'Percent', 'value'], 20);
  });
});

describe('another configuration', () => {
  it('is in use from the next call on', () => {
    const api = open();
    api.use(parseEmulatorConfig({ ...workspace, experiences: [] }));

    expect(bodyOf(ask(api, 'fetch', { experience_key: ['home-hero'] }))).toEqual({ experiences: {} });
  });
});
