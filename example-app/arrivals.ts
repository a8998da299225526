/** A link through which somebody might come to the shop. */
export interface Arrival {
  readonly name: string;
  readonly note: string;
  readonly href: string;
  /** The `utm_source` by which it is recognised. */
  readonly source: string;
}

export const arrivals: readonly Arrival[] = [
  {
    name: 'Newsletter',
    note: 'E-mail link',
    href: '/?utm_source=newsletter&utm_medium=email&utm_campaign=first-flush',
    source: 'newsletter',
  },
  {
    name: 'An ad',
    note: 'Paid search',
    href: '/?utm_source=search&utm_medium=cpc&utm_campaign=first-sip',
    source: 'search',
  },
];
