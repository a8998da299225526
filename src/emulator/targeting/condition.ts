import { parseHours } from '../config/hours.js';
import type { OneOfInput, WhenInput } from '../config/input.js';
import type { Visitor } from './visitor.js';

/** One condition of an audience. */
export interface Condition {
  /** Such as `utm_source is newsletter`. */
  readonly description: string;
  /** Why it does not hold for this visitor, or `undefined` where it does. */
  readonly failsFor: (visitor: Visitor) => string | undefined;
}

function textsOf(values: OneOfInput): readonly string[] {
  return (Array.isArray(values) ? values : [values]).map(String);
}

/** What is read has to be one of the wanted. */
function memberOf(
  description: string,
  wanted: readonly string[],
  read: (visitor: Visitor) => string | undefined,
  absent: 'not sent' | 'not known',
): Condition {
  return {
    description,
    failsFor(visitor) {
      const actual = read(visitor);
      if (actual !== undefined && wanted.includes(actual)) return undefined;
      return `${description}, but it is ${actual ?? absent}`;
    },
  };
}

function oneOf(
  subject: string,
  wanted: readonly string[],
  read: (visitor: Visitor) => string | undefined,
  absent: 'not sent' | 'not known' = 'not known',
): Condition {
  return memberOf(`${subject} is ${wanted.join(' or ')}`, wanted, read, absent);
}

function own(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? String(record[name]) : undefined;
}

function identified(wanted: boolean): Condition {
  const description = `visitor is ${wanted ? 'a known customer' : 'unknown'}`;
  return {
    description,
    failsFor: ({ customerId }) => ((customerId !== undefined) === wanted ? undefined : `${description}, but is not`),
  };
}

function present(name: string, wanted: boolean): Condition {
  const description = `${name} is ${wanted ? 'sent' : 'not sent'}`;
  return {
    description,
    failsFor: ({ session }) => (Object.hasOwn(session, name) === wanted ? undefined : `${description}, but is not so`),
  };
}

function inCountries(wanted: readonly string[]): Condition {
  const description = `country is ${wanted.join(' or ')}`;
  return {
    description,
    failsFor({ countries }) {
      if (countries.some((country) => wanted.includes(country))) return undefined;
      return `${description}, but it is ${countries.length === 0 ? 'not known' : countries.join(' and ')}`;
    },
  };
}

function atHours(input: NonNullable<WhenInput['hours']>): Condition {
  const hours = [...parseHours(input)];
  const spoken = typeof input === 'string' ? input : input.join(', ');
  return memberOf(`hour is in ${spoken}`, hours, ({ hour }) => hour, 'not sent');
}

function sessionConditions(session: NonNullable<WhenInput['session']>): readonly Condition[] {
  return Object.entries(session).map(([name, wanted]) => {
    if (typeof wanted === 'object' && 'present' in wanted) return present(name, wanted.present);
    return oneOf(name, textsOf(wanted), (visitor) => own(visitor.session, name), 'not sent');
  });
}

function attributeConditions(attributes: NonNullable<WhenInput['attributes']>): readonly Condition[] {
  return Object.entries(attributes).map(([name, wanted]) =>
    oneOf(`customer's ${name}`, textsOf(wanted), (visitor) => own(visitor.attributes, name)),
  );
}

/** The conditions of a `when`, in the order in which they are reported. */
export function compileConditions(when: WhenInput): readonly Condition[] {
  const { customers, days, devices, browsers, os, countries, hours } = when;
  const conditions: readonly (Condition | undefined)[] = [
    customers && oneOf('customer', customers, ({ customerId }) => customerId),
    when.identified === undefined ? undefined : identified(when.identified),
    ...attributeConditions(when.attributes ?? {}),
    ...sessionConditions(when.session ?? {}),
    days && oneOf('day', days, ({ day }) => day, 'not sent'),
    hours === undefined ? undefined : atHours(hours),
    devices && oneOf('device', devices, ({ device }) => device),
    browsers && oneOf('browser', browsers, ({ browser }) => browser),
    os && oneOf('system', os, (visitor) => visitor.os),
    countries && inCountries(countries),
  ];
  return conditions.filter((condition) => condition !== undefined);
}
