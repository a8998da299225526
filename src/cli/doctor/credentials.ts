import { decodeMetadata, experienceStatuses } from '../../client/fetch-metadata.js';
import type { ExperienceMeta } from '../../client/fetch-metadata.js';
import type { ApiOutcome } from '../../client/transport.js';
import { parseJson } from '../../core/json.js';
import { countOf } from '../printable.js';
import { describeDataCenter } from './data-centers.js';
import { fine, trouble } from './finding.js';
import type { Remark } from './finding.js';
import { metadataRequest } from './patient.js';
import type { Patient } from './patient.js';
import { createProbe } from './probe.js';
import type { Reply } from './probe.js';

/** The experiences of the workspace; `undefined` where the answer does not have them. */
export function readMetadata({ outcome }: Reply): readonly ExperienceMeta[] | undefined {
  return outcome.kind === 'answered' && outcome.status === 200 ? decodeMetadata(parseJson(outcome.body)) : undefined;
}

/**
 * What the vendor says where it does not know the `MOE-APPKEY`, and where it knows that and not the key. Nothing else of
 * a body is relied upon: a proxy may have written it.
 */
const unknownWorkspace = /client not found|MOE-APPKEY/i;
const unknownKey = /\bAPI[_ ]KEY\b/i;

const newKey =
  'take the Personalize API key, not the general one (Settings → Account → APIs); a new one ends the old, and each works in its own data centre only';

/** What was refused, as far as the answer lets one tell, and what to do about it. */
function describeRefusal(status: number, body: string): readonly [message: string, advice: string] {
  if (status === 400 && unknownWorkspace.test(body)) {
    return ['this data centre does not know the workspace', 'the workspace id is wrong, or the data centre is'];
  }
  if (status === 401 && unknownKey.test(body)) return ['the workspace is known, and the key is not its own', newKey];
  if (status === 401) return ['workspace id or key is refused', newKey];
  if (status === 403)
    return ['access is denied', `ask whether Personalize is switched on for the workspace; ${newKey}`];
  if (status === 404) return ['there is no such path', 'the base URL is wrong: it ends in /v1 as a rule'];
  if (status === 429) return ['too many calls: of the credentials nothing can be told', 'ask again in a minute'];
  if (status >= 300 && status < 400) return ['the answer leads elsewhere', 'calls follow no redirect: name the target'];
  if (status >= 500) return ['the API has trouble of its own', 'ask again later; pages get their defaults meanwhile'];
  return ['the answer is an error', 'is something else than the API there?'];
}

const silence = {
  TIMEOUT: ['no answer came in time', 'ask with a longer --timeout; pages get their defaults meanwhile'],
  BAD_RESPONSE: ['the answer cannot be read', 'something else than the API is there: check the base URL'],
  other: ['the connection broke before an answer', 'ask again; does something on the way cut connections?'],
} as const;

function describeSilence({ reason }: ApiOutcome & { kind: 'failed' }): readonly [message: string, advice: string] {
  return reason === 'TIMEOUT' || reason === 'BAD_RESPONSE' ? silence[reason] : silence.other;
}

/** Data centres that take the same credentials, asked side by side. */
async function findHome({ elsewhere, settings, clock }: Patient): Promise<readonly string[]> {
  const asked = elsewhere.map(async ({ baseUrl, dataCenter }) => {
    const probe = createProbe({ ...settings, baseUrl }, clock);
    const isHome = readMetadata(await probe.ask(metadataRequest)) !== undefined;
    await probe.close();
    return isHome ? [dataCenter] : [];
  });
  return (await Promise.all(asked)).flat();
}

const refusals: readonly number[] = [400, 401, 403];

/** Whose credentials they are, if not of the place that was asked. */
async function lookElsewhere(patient: Patient, status: number): Promise<readonly Remark[]> {
  if (!refusals.includes(status)) return [];
  const { elsewhere, url } = patient;
  // The emulator has no other data centre.
  if (url.protocol === 'http:' && elsewhere.length === 0) return [];
  if (elsewhere.length === 0) {
    return [{ verdict: 'skipped', message: 'other data centres were not asked; --probe-data-centers does' }];
  }
  const homes = await findHome(patient);
  const data = { asked: elsewhere.map(({ dataCenter }) => dataCenter), accepted: homes };
  const [home] = homes;
  if (home === undefined) return [fine('no other data centre takes these credentials, so that they are wrong', data)];
  const advice = `set MOENGAGE_DATA_CENTER=${home}`;
  return [trouble(`data centre ${describeDataCenter(home)} takes these credentials`, advice, data)];
}

/** Whether the API takes the credentials; if not, which of them it is about. */
export async function examineCredentials(patient: Patient): Promise<readonly Remark[]> {
  const reply = await patient.metadata();
  const { outcome } = reply;
  if (outcome.kind === 'failed') {
    const [message, advice] = describeSilence(outcome);
    return [trouble(message, advice, { reason: outcome.reason })];
  }
  const { status } = outcome;
  const experiences = readMetadata(reply);
  if (experiences) {
    const counts = experienceStatuses.map((each) => {
      return `${experiences.filter((experience) => experience.status === each).length} ${each}`;
    });
    return [
      fine(`accepted; the workspace has ${countOf(experiences.length, 'experience')}: ${counts.join(', ')}`, {
        status,
      }),
    ];
  }
  if (status === 200) return [trouble(...silence.BAD_RESPONSE, { status })];
  const [message, advice] = describeRefusal(status, outcome.body);
  return [trouble(`${message} (HTTP ${status})`, advice, { status }), ...(await lookElsewhere(patient, status))];
}
