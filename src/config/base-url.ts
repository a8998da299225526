import { parseUrl } from '../core/parse-url.js';
import {
  conflictingOptions,
  insecureOption,
  invalidOption,
  invalidSecret,
  missingOption,
} from '../core/option-errors.js';
import { given } from './option-rules.js';

export const baseUrlVariable = 'MOENGAGE_BASE_URL';
export const dataCenterVariable = 'MOENGAGE_DATA_CENTER';

/** Where the environment says that the API is. */
export interface EnvironmentPlace {
  readonly baseUrl?: string | undefined;
  readonly dataCenter?: string | undefined;
}

/** In the order of their names. */
export const dataCenters: readonly string[] = ['01', '02', '03', '04', '05', '06', '101'];

/** The length of the longest data centre; what is longer may be a secret in the wrong place. */
const maxShownDataCenter = 3;

/** Hosts that never leave this machine, and so may be spoken to without TLS. */
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The URL without its trailing slashes, as the API's paths are appended to it. */
function parseBaseUrl(value: unknown): string {
  if (typeof value !== 'string') throw invalidOption('baseUrl', 'a URL', value);
  const url = parseUrl(value);
  // The value is not shown before it is known to hold no password.
  if (url === undefined) throw insecureOption('baseUrl', 'it must be an absolute URL such as https://host/v1');
  if (url.username !== '' || url.password !== '') {
    throw insecureOption('baseUrl', 'it must not hold a user name or a password; use workspaceId and apiKey');
  }
  const isLoopback = url.protocol === 'http:' && loopbackHost.test(url.hostname);
  if (url.protocol !== 'https:' && !isLoopback) {
    throw insecureOption(
      'baseUrl',
      `it must begin with https:, since ${url.protocol} would send the key in plain text`,
    );
  }
  if (/[?#]/.test(value)) throw invalidOption('baseUrl', 'a URL without query or hash', url.origin + url.pathname);
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/**
 * Where the API is. Either option wins over the environment, of which the base URL wins: it is what a developer sets to
 * try things out on the emulator. Both options are a mistake: a program that names two places does not know where its
 * visitors' data goes.
 */
export function resolveBaseUrl(baseUrl: unknown, dataCenter: unknown, environment: EnvironmentPlace = {}): string {
  if (baseUrl !== undefined && dataCenter !== undefined) {
    throw conflictingOptions('baseUrl and dataCenter', 'give one of them');
  }
  const url = dataCenter === undefined ? given(baseUrl, environment.baseUrl) : undefined;
  if (url !== undefined) return parseBaseUrl(url);
  const chosen = given(dataCenter, environment.dataCenter);
  if (chosen === undefined) {
    throw missingOption('dataCenter', `give it as an option or as ${dataCenterVariable}, or give baseUrl`);
  }
  if (typeof chosen !== 'string' || !dataCenters.includes(chosen)) {
    const refuse = typeof chosen === 'string' && chosen.length > maxShownDataCenter ? invalidSecret : invalidOption;
    throw refuse('dataCenter', `one of '${dataCenters.join("', '")}'`, chosen);
  }
  return `https://sdk-${chosen}.moengage.com/v1`;
}
