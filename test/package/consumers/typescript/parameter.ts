// Experiences given to one instance, as interfaces, which have no index signature.
import { createPersonalize, type Personalization } from 'express-moengage-personalize';

interface Hero {
  Title: string;
  Price?: number;
}

interface ShopExperiences {
  'home-hero': Hero;
  'promo-strip': { Code: string };
}

const personalize = createPersonalize<ShopExperiences>({
  everyPage: ['promo-strip'],
  defaults: { 'home-hero': { Title: 'Welcome' } },
});

personalize('home-hero', 'promo-strip');
// @ts-expect-error a key that does not exist
personalize('home-here');
// @ts-expect-error a default of the wrong type
createPersonalize<ShopExperiences>({ defaults: { 'home-hero': { Title: 1 } } });
// @ts-expect-error a key that does not exist
createPersonalize<ShopExperiences>({ everyPage: ['home-here'] });

export function read(personalization: Personalization<ShopExperiences>): string {
  const title: string | undefined = personalization.value('home-hero', 'Title');
  const price: number | 'free' = personalization.value('home-hero', 'Price', 'free' as const);
  // @ts-expect-error a variable that does not exist
  personalization.value('home-hero', 'Titel');
  // @ts-expect-error a variable of another experience
  personalization.value('home-hero', 'Code');
  return `${title ?? ''} ${price}`;
}
