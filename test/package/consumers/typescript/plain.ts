// Nothing is registered: any key, any variable.
import express from 'express';
import {
  createPersonalize,
  isPersonalizeError,
  timeZoneFromHeaders,
  type Experience,
  type JsonValue,
  type Personalization,
  type PersonalizeOptions,
} from 'express-moengage-personalize';
import { createEmulator, type Emulator, type EmulatorConfigInput } from 'express-moengage-personalize/emulator';

const options: PersonalizeOptions = {
  workspaceId: process.env['MOENGAGE_WORKSPACE_ID'],
  identify: async (req) => ({ customerId: req.get('x-customer') ?? '' }),
  timeZone: timeZoneFromHeaders('x-time-zone'),
  everyPage: ['site-banner'],
  defaults: { 'home-hero': { Title: 'Welcome', Sizes: [1, 2] } },
  logger: console,
};
const personalize = createPersonalize(options);

const app = express();
app.use(personalize());
app.get('/', personalize('home-hero', 'promo-strip'), async (_req, res) => {
  const personalization: Personalization = res.locals.personalization;
  const title: JsonValue | undefined = personalization.value('home-hero', 'Title');
  const { 'any-key': hero } = await personalization.resolve('any-key');
  const known: Experience | undefined = personalization.experiences['home-hero'];
  res.send(`${String(title)} ${hero.matched} ${known?.reason ?? ''} ${personalization.visitor.hourOfDay}`);
});
app.get('/all', personalize({ keys: 'all', wait: 'render', timeoutMs: 200 }));

// The defaults do not say which keys and variables there are.
const inline = createPersonalize({ everyPage: ['site-banner'], defaults: { 'home-hero': { Title: 'Welcome' } } });
app.get('/sale', inline('sale-hero'));

// @ts-expect-error an option that does not exist
createPersonalize({ timeout: 500 });
// @ts-expect-error neither all nor a list
personalize({ keys: 'everything' });

export async function start(config: EmulatorConfigInput): Promise<Emulator> {
  try {
    return await createEmulator({ config });
  } catch (error) {
    if (isPersonalizeError(error)) console.error(error.code, error.status, error.helpUrl);
    throw error;
  }
}
