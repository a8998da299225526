// Experiences as the command wrote them: no generic is given anywhere.
import express from 'express';
import { createPersonalize, type JsonValue } from 'express-moengage-personalize';

const personalize = createPersonalize({
  everyPage: ['gold-offer'],
  defaults: { 'home-hero': { Title: 'Welcome', Sizes: [1], "It's": false } },
});
// @ts-expect-error a key that does not exist
personalize('hom-hero');
// @ts-expect-error a key that does not exist
createPersonalize({ everyPage: ['hom-hero'] });
// @ts-expect-error a default of the wrong type
createPersonalize({ defaults: { 'home-hero': { Title: 1 } } });

export const app = express().get('/', personalize('home-hero', 'autumn-sale'), async (_req, res) => {
  const { personalization } = res.locals;
  const title: string | undefined = personalization.value('home-hero', 'Title');
  const sizes: readonly number[] | undefined = personalization.value('home-hero', 'Sizes');
  const its: boolean | undefined = personalization.value('home-hero', "It's");
  const percent: number | string = personalization.value('gold-offer', 'Percent', 0);
  const amount: number | undefined = personalization.value('gold-offer', 'Price')?.amount;
  const currency: string | undefined = personalization.value('gold-offer', 'Price')?.currency;
  const code: string | undefined = (await personalization.resolve('gold-offer'))['gold-offer'].variables.Code;
  const unseen: JsonValue | undefined = personalization.value('autumn-sale', 'Whatever');
  // @ts-expect-error a variable that does not exist
  personalization.value('home-hero', 'Titel');
  // @ts-expect-error a variable of another experience
  personalization.value('home-hero', 'Percent');
  // @ts-expect-error a key that does not exist
  personalization.experience('hom-hero');
  // @ts-expect-error a value of another type
  const wrong: number | undefined = personalization.value('home-hero', 'Title');
  // @ts-expect-error a list that nobody may change
  personalization.value('home-hero', 'Sizes')?.push(3);
  res.render('home', { title, sizes, its, percent, amount, currency, code, unseen, wrong });
});
