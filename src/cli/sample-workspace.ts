import { stringify } from 'yaml';
import type { EmulatorConfigInput } from '../emulator/index.js';

/** A workspace to begin with: an A/B test for everybody, and one experience for readers of the newsletter. */
export const sampleWorkspace: EmulatorConfigInput = {
  workspaceId: 'EMU_SAMPLE_DEBUG',
  apiKey: 'emu_sample',
  customers: [{ id: 'user_8821', identifiers: { u_em: 'jane@example.com' }, attributes: { tier: 'gold' } }],
  countries: { IN: ['203.0.113.0/24'] },
  experiences: [
    {
      key: 'home-hero',
      name: 'Home hero',
      audiences: [
        {
          id: '42D',
          name: 'Newsletter readers',
          when: { session: { utm_source: 'newsletter' } },
          variations: [{ id: '1', variables: { Title: 'Good to see you, reader' } }],
        },
        {
          id: '5A',
          name: 'All Users',
          variations: [
            { id: '1', weight: 50, variables: { Title: 'Made to last' } },
            { id: '2', weight: 50, variables: { Title: 'Buy it once' } },
          ],
        },
      ],
    },
    {
      key: 'gold-offer',
      name: 'Offer for gold customers',
      audiences: [
        {
          id: '7C',
          name: 'Gold customers',
          when: { attributes: { tier: 'gold' } },
          variations: [{ id: '1', variables: { Title: 'A fifth off, for you', Percent: 20 } }],
        },
      ],
    },
  ],
};

/** The sample as a file, with what makes an editor check it. */
export function sampleFile(): string {
  const schema = 'node_modules/express-moengage-personalize/dist/emulator.schema.json';
  return `# yaml-language-server: $schema=${schema}\n${stringify(sampleWorkspace)}`;
}
