import type { EmulatorConfigInput } from 'express-moengage-personalize/emulator';

import { parseEmulatorConfig } from '../../../src/emulator/config/parser.js';
import type { EmulatorConfig } from '../../../src/emulator/config/config.js';
import type { Visitor } from '../../../src/emulator/targeting/visitor.js';
import type { WhenInput } from '../../../src/emulator/config/input.js';

/** One experience for everybody, and one for gold customers. */
export const workspace: EmulatorConfigInput = {
  workspaceId: 'EMU_UNIT_DEBUG',
  apiKey: 'emu_unit',
  customers: [{ id: 'user_1', identifiers: { u_em: 'jane@example.com' }, attributes: { tier: 'gold' } }],
  experiences: [
    {
      key: 'home-hero',
      audiences: [{ id: '5A', name: 'All Users', variations: [{ id: '1', variables: { Title: 'Hello' } }] }],
    },
    {
      key: 'gold-offer',
      audiences: [
        {
          id: '9C',
          name: 'Gold customers',
          when: { attributes: { tier: 'gold' } },
          variations: [{ id: '1', variables: { Percent: 20 } }],
        },
      ],
    },
  ],
};

/** A configuration with one experience for those whom `when` describes. */
export function configFor(when: WhenInput, more: EmulatorConfigInput = {}): EmulatorConfig {
  const variations = [{ id: '1', variables: {} }];
  return parseEmulatorConfig({
    ...more,
    experiences: [{ key: 'tested', audiences: [{ id: '1A', name: 'Tested', when, variations }] }],
  });
}

/** A visitor of whom nothing is known, but for what is given. */
export function visitor(known: Partial<Visitor> = {}): Visitor {
  return {
    bucketId: 'visitor',
    customerId: undefined,
    attributes: {},
    session: {},
    day: undefined,
    hour: undefined,
    countries: [],
    device: undefined,
    browser: undefined,
    os: undefined,
    ...known,
  };
}
