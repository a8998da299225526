import { randomUUID } from 'node:crypto';

import { recordOf } from '../../core/record.js';
import type { FetchRequest } from '../api/fetch-request.js';
import type { ScalarInput } from '../config/input.js';
import type { Profile } from './profiles.js';
import { classifyUserAgent } from './user-agent.js';
import type { UserAgentTraits } from './user-agent.js';

/** What targeting may look at. */
export interface Visitor extends UserAgentTraits {
  /** What variations and control groups stick to. */
  readonly bucketId: string;
  /** Id of the profile, where the request led to one. */
  readonly customerId: string | undefined;
  readonly attributes: Readonly<Record<string, ScalarInput>>;
  readonly session: Readonly<Record<string, string>>;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly countries: readonly string[];
}

/**
 * The profile's id, else whatever the request says about who it is, else address and browser. A request that tells
 * none of these is a visitor of its own.
 */
function bucketIdOf(request: FetchRequest, profile: Profile | undefined): string {
  const customerId = profile?.id ?? request.customerId;
  if (customerId !== undefined) return `customer ${customerId}`;
  const identifiers = Object.entries(request.userIdentifiers).sort(([one], [other]) => (one < other ? -1 : 1));
  if (identifiers.length > 0) return `identifiers ${JSON.stringify(identifiers)}`;
  if (request.ipAddress === undefined && request.userAgent === undefined) return randomUUID();
  return `device ${request.ipAddress ?? ''} ${request.userAgent ?? ''}`;
}

export function createVisitor(
  request: FetchRequest,
  profile: Profile | undefined,
  countriesOf: (address: string) => readonly string[],
): Visitor {
  return {
    bucketId: bucketIdOf(request, profile),
    customerId: profile?.id,
    attributes: profile?.attributes ?? recordOf([]),
    session: request.session,
    day: request.day,
    hour: request.hour,
    countries: request.ipAddress === undefined ? [] : countriesOf(request.ipAddress),
    ...classifyUserAgent(request.userAgent),
  };
}

/** What targeting knows of a visitor, in words: the profile, what the request tells, and what was sent along. */
export function describeVisitor(visitor: Visitor): Readonly<Record<string, string>> {
  const { customerId, attributes, session, day, hour, countries, device, browser, os } = visitor;
  const given = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
    value === undefined || value === '' ? [] : [[name, value]];
  return recordOf([
    ...given('customer', customerId ?? 'unknown'),
    ...Object.entries(attributes).map(([name, value]) => [`customer's ${name}`, String(value)] as const),
    ...given('device', device),
    ...given('browser', browser),
    ...given('system', os),
    ...given('country', countries.join(' and ')),
    ...given('day', day),
    ...given('hour', hour),
    ...Object.entries(session),
  ]);
}
