// Has the packed command write the types of a workspace that the packed emulator serves, and check them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createEmulator } from 'express-moengage-personalize/emulator';

const forAll = (...variations) => [
  { id: '5A', name: 'All Users', variations: variations.map((variables, id) => ({ id: String(id), variables })) },
];

const forGold = (...variations) => [
  { ...forAll(...variations)[0], id: '7C', name: 'Gold', when: { customers: ['user_8821'] } },
];

const emulator = await createEmulator({
  config: {
    customers: [{ id: 'user_8821' }],
    experiences: [
      {
        key: 'home-hero',
        name: 'Home */ hero',
        audiences: forAll({ Title: 'Made to last', Sizes: [1, 2], "It's": true }),
      },
      {
        key: 'gold-offer',
        audiences: [
          ...forGold({ Percent: 20, Price: { amount: 3, currency: 'EUR' } }),
          ...forAll({ Percent: 'none', Price: { amount: 4 }, Code: 'X' }),
        ],
      },
      { key: 'autumn-sale', status: 'Scheduled', audiences: forAll({ Title: 'Soon' }) },
    ],
  },
});

const types = async (...args) => {
  const flags = ['--no-install', 'moengage-personalize', 'types', '--base-url', emulator.baseUrl, ...args];
  const env = {
    ...process.env,
    MOENGAGE_WORKSPACE_ID: emulator.workspaceId,
    MOENGAGE_PERSONALIZE_API_KEY: emulator.apiKey,
  };
  return (await promisify(execFile)('npx', flags, { env })).stdout.trim();
};

console.log(await types('--customer', 'user_8821'));
console.log(await types('--customer', 'user_8821', '--check'));
await emulator.close();
