// Experiences registered once: res.locals knows them everywhere.
import express from 'express';
import { createPersonalize } from 'express-moengage-personalize';

interface Hero {
  Title: string;
  Price?: number;
}

declare module 'express-moengage-personalize' {
  interface Register {
    experiences: { 'home-hero': Hero; 'promo-strip': { Code: string } };
  }
}

const personalize = createPersonalize({ everyPage: ['promo-strip'], defaults: { 'home-hero': { Title: 'Welcome' } } });
// @ts-expect-error a key that does not exist
personalize('home-here');

export const app = express().get('/', personalize('home-hero'), async (_req, res) => {
  const { personalization } = res.locals;
  const title: string | undefined = personalization.value('home-hero', 'Title');
  const price: number | string = personalization.value('home-hero', 'Price', 'free');
  const code: string | undefined = (await personalization.resolve('promo-strip'))['promo-strip'].variables.Code;
  // @ts-expect-error a variable that does not exist
  personalization.value('home-hero', 'Titel');
  // @ts-expect-error a key that does not exist
  personalization.experience('home-here');
  // @ts-expect-error a value of another type
  const wrong: number | undefined = personalization.value('home-hero', 'Title');
  res.render('home', { title, price, code, wrong });
});
