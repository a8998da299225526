import type { DataCenter } from '../../config/personalize-options.js';
import { dataCenters, resolveBaseUrl } from '../../config/base-url.js';

/** Each with its region; of one the vendor does not say. */
const regions: Readonly<Record<DataCenter, string>> = {
  '01': 'US',
  '02': 'EU',
  '03': 'India',
  '04': 'US',
  '05': 'Singapore',
  '06': 'Indonesia',
  '101': '',
};

/** A data centre and the base of its API. */
export interface Place {
  readonly dataCenter: string;
  readonly baseUrl: string;
}

/** In the order of their names. */
export const allPlaces: readonly Place[] = dataCenters.map((dataCenter) => ({
  dataCenter,
  baseUrl: resolveBaseUrl(undefined, dataCenter),
}));

/** `02 (EU)`. */
export function describeDataCenter(dataCenter: string): string {
  const region = new Map<string, string>(Object.entries(regions)).get(dataCenter) ?? '';
  return region === '' ? dataCenter : `${dataCenter} (${region})`;
}
