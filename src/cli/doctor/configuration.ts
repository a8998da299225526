import { dataCenterVariable, resolveBaseUrl } from '../../config/base-url.js';
import { apiKeyVariable, parseApiKey, parseWorkspaceId, workspaceIdVariable } from '../../config/credentials.js';
import type { Environment } from '../../config/resolve-options.js';
import { isPersonalizeError } from '../../core/errors.js';
import { listNames } from '../printable.js';
import { fine, trouble } from './finding.js';
import type { Remark } from './finding.js';
import type { DoctorOptions } from './options.js';

const known: readonly string[] = [workspaceIdVariable, apiKeyVariable, dataCenterVariable];

/** Variables that look as if they were meant for this package, of which it reads none. */
function strangers(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => /^MOE(?:NGAGE)?_/i.test(name) && !known.includes(name))
    .sort();
}

/** What the parser says, and which variable may have been meant. `undefined` where it says nothing. */
function objection(environment: Environment, parse: () => unknown): Remark | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (!isPersonalizeError(error)) throw error;
    const others = strangers(environment);
    const isStray = error.code === 'MOE_OPTION_MISSING' && others.length > 0;
    const meant = isStray ? `${listNames(others)} is set, and read by nothing here; ` : '';
    return trouble(error.message, `${meant}see ${error.helpUrl}`, { code: error.code });
  }
}

/** Where each value comes from; of the values themselves only the place is said. */
function describeSources(
  { workspace, baseUrl, dataCenter }: DoctorOptions,
  { [workspaceIdVariable]: fromEnvironment = '' }: Environment,
  place: string,
): Remark {
  const sources = {
    workspaceId: workspace === undefined ? workspaceIdVariable : '--workspace',
    apiKey: apiKeyVariable,
    place: baseUrl !== undefined ? '--base-url' : dataCenter !== undefined ? '--data-center' : dataCenterVariable,
  };
  const kind = (workspace ?? fromEnvironment).endsWith('_DEBUG') ? 'test' : 'live';
  const told = `a ${kind} workspace by ${sources.workspaceId}, its key by ${sources.apiKey}, ${place} by ${sources.place}`;
  return fine(told, { sources, baseUrl: place, workspace: kind });
}

/** Each option that is missing or wrong, or where each comes from. */
export function examineConfiguration(options: DoctorOptions, environment: Environment): readonly Remark[] {
  // A variable that is set to nothing is as good as absent.
  const read = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const { workspace, baseUrl, dataCenter } = options;
  const findPlace = (): string => resolveBaseUrl(baseUrl, dataCenter, read(dataCenterVariable));
  const objections = [
    objection(environment, () => parseWorkspaceId(workspace ?? read(workspaceIdVariable))),
    objection(environment, () => parseApiKey(read(apiKeyVariable))),
    objection(environment, findPlace),
  ].filter((remark) => remark !== undefined);
  return objections.length > 0 ? objections : [describeSources(options, environment, findPlace())];
}

/** Settings of Node's own that a call depends on. */
export function examineNode({ NODE_TLS_REJECT_UNAUTHORIZED: checksTls }: Environment): readonly Remark[] {
  if (checksTls !== '0') return [];
  const advice = 'unset it; an authority of your own is made known by NODE_EXTRA_CA_CERTS';
  return [trouble('NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pose as the API and read the key', advice)];
}
