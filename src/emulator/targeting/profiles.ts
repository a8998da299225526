import type { ScalarInput } from '../config/input.js';

/** What the workspace knows of one customer. */
export interface Profile {
  readonly id: string;
  readonly identifiers: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, ScalarInput>>;
}

/** The workspace's profiles: those of the file, and those that events made. */
export interface Profiles {
  /** By `customer_id`; where that leads nowhere, by any other identifier. */
  find(customerId: string | undefined, identifiers: Readonly<Record<string, string>>): Profile | undefined;
  /** Makes the profile where there is none, as the vendor does for every event. Tells whether it did. */
  ensure(customerId: string, attributes: Readonly<Record<string, ScalarInput>>): boolean;
  /** Replaces the profiles of the file; those that events made stay. */
  replace(customers: readonly Profile[]): void;
}

/** Past it the oldest that events made is forgotten. */
const maxProfilesMade = 10_000;

function sharesIdentifier(profile: Profile, identifiers: Readonly<Record<string, string>>): boolean {
  return Object.entries(identifiers).some(
    ([name, value]) => Object.hasOwn(profile.identifiers, name) && profile.identifiers[name] === value,
  );
}

export function createProfiles(customers: readonly Profile[]): Profiles {
  let listed = new Map<string, Profile>();
  const made = new Map<string, Profile>();
  const byId = (id: string): Profile | undefined => made.get(id) ?? listed.get(id);
  const profiles: Profiles = {
    find(customerId, identifiers) {
      const found = customerId === undefined ? undefined : byId(customerId);
      if (found !== undefined) return found;
      const owner = [...listed.values()].find((profile) => sharesIdentifier(profile, identifiers));
      return owner === undefined ? undefined : byId(owner.id);
    },
    ensure(customerId, attributes) {
      const known = byId(customerId);
      if (known !== undefined && Object.keys(attributes).length === 0) return false;
      made.delete(customerId);
      made.set(customerId, {
        id: customerId,
        identifiers: known?.identifiers ?? {},
        attributes: { ...known?.attributes, ...attributes },
      });
      const [oldest] = made.keys();
      if (made.size > maxProfilesMade && oldest !== undefined) made.delete(oldest);
      return known === undefined;
    },
    replace(next) {
      listed = new Map(next.map((customer) => [customer.id, customer]));
    },
  };
  profiles.replace(customers);
  return profiles;
}
