export type Kind = 'black' | 'green' | 'infusion' | 'teaware';

/** One thing that the shop sells. */
export interface Product {
  /** Its address, and the name of its picture. */
  readonly slug: string;
  readonly name: string;
  readonly kind: Kind;
  /** What it tastes of, in a few words. */
  readonly note: string;
  readonly story: string;
  readonly size: string;
  /** Rupees. */
  readonly price: number;
  /** Label and value, as the product page lists them. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What the picture shows. */
  readonly alt: string;
}

export const kinds: readonly { readonly kind: Kind; readonly title: string; readonly lead: string }[] = [
  {
    kind: 'black',
    title: 'Black teas',
    lead: 'Fully oxidized, warm and round. They take milk well and do not mind waiting.',
  },
  { kind: 'green', title: 'Green and white', lead: 'Picked young and barely touched. Cooler water, shorter wait.' },
  { kind: 'infusion', title: 'Evening infusions', lead: 'No leaf of the tea bush, so nothing that keeps you up.' },
  { kind: 'teaware', title: 'Teaware', lead: 'The few things we reach for every day.' },
];

const brew = (water: string, minutes: string, caffeine: string): Product['facts'] => [
  ['Water', water],
  ['Steep', minutes],
  ['Caffeine', caffeine],
];

const tin = { size: '100 g tin, about 40 cups' };

export const products: readonly Product[] = [
  {
    ...tin,
    slug: 'nilgiri-blue',
    name: 'Nilgiri Blue',
    kind: 'black',
    note: 'Bright, floral, a little lime',
    story:
      'Our house tea, from three gardens around Coonoor. The frost months make the leaf slow and fragrant; a cup stays clear even when it goes cold, which is why it makes the best iced tea we know.',
    price: 540,
    facts: brew('95 °C', '3 to 4 minutes', 'Medium'),
    alt: 'Blue tin of Nilgiri Blue with a mountain on its label',
  },
  {
    ...tin,
    slug: 'daybreak-assam',
    name: 'Daybreak Assam',
    kind: 'black',
    note: 'Malt, toast, brown sugar',
    story:
      'Second-flush leaf from one estate on the south bank of the Brahmaputra. It is the strongest thing we sell: two spoons, a splash of milk, and the day has started.',
    price: 480,
    facts: brew('100 °C', '4 to 5 minutes', 'High'),
    alt: 'Terracotta tin of Daybreak Assam with a sun on its label',
  },
  {
    ...tin,
    slug: 'kitchen-masala',
    name: 'Kitchen Masala',
    kind: 'black',
    note: 'Star anise, cinnamon, pepper',
    story:
      'Granular Assam with whole spices, crushed the week it ships. Simmer it in a pan with milk as everyone’s aunt does; it was mixed for that.',
    price: 420,
    facts: brew('Simmer in milk', '6 minutes', 'High'),
    alt: 'Brown tin of Kitchen Masala with star anise on its label',
  },
  {
    ...tin,
    slug: 'first-flush',
    name: 'First Flush Green',
    kind: 'green',
    note: 'Pea shoots, almond, spring',
    story:
      'Two leaves and a bud, picked in the first ten days of March and pan-fired within the hour. There are four hundred tins a year and they are usually gone by July.',
    price: 760,
    facts: brew('75 °C', '2 minutes', 'Medium'),
    alt: 'Green tin of First Flush Green with three leaves on its label',
  },
  {
    ...tin,
    slug: 'silver-needle',
    name: 'Silver Needle',
    kind: 'green',
    note: 'Melon, hay, very soft',
    story:
      'Only the unopened buds, dried in the shade and otherwise left alone. It forgives everything but boiling water.',
    price: 980,
    facts: brew('80 °C', '4 minutes', 'Low'),
    alt: 'Silver tin of Silver Needle with pale buds on its label',
  },
  {
    ...tin,
    slug: 'moonrise-chamomile',
    name: 'Moonrise Chamomile',
    kind: 'infusion',
    note: 'Honey, apple skin, calm',
    story:
      'Whole chamomile heads from a hillside in Himachal with a little holy basil. The last cup of the day, and the one that friends ask us to send them.',
    price: 460,
    facts: brew('95 °C', '6 minutes', 'None'),
    alt: 'Midnight-blue tin of Moonrise Chamomile with a moon on its label',
  },
  {
    ...tin,
    slug: 'rose-garden',
    name: 'Rose Garden',
    kind: 'infusion',
    note: 'Damask rose, hibiscus, tart',
    story:
      'Petals from Kannauj, dried flat, with hibiscus for colour. Good hot; better poured over ice with a slice of orange.',
    price: 490,
    facts: brew('90 °C', '5 minutes', 'None'),
    alt: 'Crimson tin of Rose Garden with a rose on its label',
  },
  {
    ...tin,
    slug: 'lemongrass-ginger',
    name: 'Lemongrass & Ginger',
    kind: 'infusion',
    note: 'Citrus, heat, clean finish',
    story: 'Cut lemongrass and slow-dried Kerala ginger. It warms from the inside; a spoon of honey makes it supper.',
    price: 440,
    facts: brew('100 °C', '6 minutes', 'None'),
    alt: 'Yellow tin of Lemongrass and Ginger with a lemon on its label',
  },
  {
    slug: 'gooseneck-kettle',
    name: 'Gooseneck Kettle',
    kind: 'teaware',
    note: 'Pours exactly where you look',
    story:
      'Blackened steel with a beech handle, 900 ml, for any hob. The thin spout slows the pour, and greens are grateful for it.',
    size: '900 ml',
    price: 3200,
    facts: [
      ['Holds', '900 ml'],
      ['Made of', 'Steel and beech'],
      ['For', 'Gas, electric, induction'],
    ],
    alt: 'Black gooseneck kettle with a wooden handle',
  },
  {
    slug: 'twin-cups',
    name: 'Twin Cups',
    kind: 'teaware',
    note: 'Two cups, two saucers',
    story: 'Thrown in Andretta and glazed in pairs that do not quite match, which is how you know whose is whose.',
    size: 'Set of two, 220 ml each',
    price: 1450,
    facts: [
      ['Holds', '220 ml each'],
      ['Made of', 'Stoneware'],
      ['Care', 'Dishwasher, microwave'],
    ],
    alt: 'A white and a blue teacup, steaming',
  },
];

export function findProduct(slug: unknown): Product | undefined {
  return products.find((product) => product.slug === slug);
}

const rupees = new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', maximumFractionDigits: 0 });

export function formatPrice(price: number): string {
  return rupees.format(price);
}
