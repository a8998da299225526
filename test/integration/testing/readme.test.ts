import express from 'express';
import type { Response } from 'express';
import request from 'supertest';
import type { Personalization } from 'express-moengage-personalize';
import { createTestPersonalize } from 'express-moengage-personalize/testing';

interface Shop {
  'home-hero': { Title: string };
}

const personalize = createTestPersonalize<Shop>({
  defaults: { 'home-hero': { Title: 'Welcome' } },
  identify: () => ({ customerId: 'user_1' }),
});
const app = express();
app.get('/', personalize('home-hero'), (_req, res: Response<unknown, { personalization: Personalization<Shop> }>) => {
  res.send(`<h1>${res.locals.personalization.value('home-hero', 'Title', '')}</h1>`);
});
// Without the User-Agent of a browser it would be a program's visit, which shows the defaults.
const visit = () => request(app).get('/?utm_source=mail').set('User-Agent', 'Mozilla/5.0 Firefox/143.0');

beforeEach(personalize.clear);

it('the page shows its variation, and reports it', async () => {
  personalize.answer({ 'home-hero': { Title: 'Hello' } });
  await visit().expect('<h1>Hello</h1>');
  expect(personalize.questions).toMatchObject([{ experience_key: ['home-hero'], utm_source: 'mail' }]);
  expect(personalize.events).toMatchObject([{ kind: 'impression', customerId: 'user_1' }]);
});

it('the page shows its default where the API is out of reach', async () => {
  personalize.answer(() => {
    throw new Error('out of reach');
  });
  await visit().expect('<h1>Welcome</h1>');
  expect(personalize.events).toEqual([]);
});
