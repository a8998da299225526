import { nearestName } from '../../core/nearest-name.js';
import type { ExperienceMeta } from '../../client/fetch-metadata.js';
import { countOf, listNames, printable } from '../printable.js';
import { readMetadata } from './credentials.js';
import { fine, skipped, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';
import type { Patient } from './patient.js';

const rewrite = 'run moengage-personalize types';

/** Each key is a line of its own, up to so many. */
const maxLines = 20;

function examineKey(key: string, experiences: readonly ExperienceMeta[]): Remark | undefined {
  const found = experiences.filter((experience) => experience.key === key).map(({ status }) => status);
  const [status] = found;
  if (found.includes('Active')) return undefined;
  const name = `'${printable(key)}'`;
  if (status !== undefined) {
    return warning(`${name} is ${status}: pages get its default`, 'start it in the dashboard, or leave it', {
      key,
      status,
    });
  }
  const meant = nearestName(
    key,
    experiences.map((experience) => experience.key),
  );
  const advice =
    meant === undefined ? `create it, or take it out of the code; ${rewrite}` : `is '${printable(meant)}' meant?`;
  return trouble(`${name} is not in the workspace`, advice, { key, ...(meant !== undefined && { nearest: meant }) });
}

/** What the code's file does not know yet. */
function examineUnknown(written: readonly string[], experiences: readonly ExperienceMeta[]): readonly Remark[] {
  const active = experiences.filter(({ status }) => status === 'Active').map(({ key }) => key);
  const unknown = active.filter((key) => !written.includes(key)).sort();
  if (unknown.length === 0) return [];
  const are = unknown.length === 1 ? 'is' : 'are';
  return [warning(`${listNames(unknown)} ${are} Active and not in the file`, rewrite, { unknown })];
}

/** Whether the keys that the code knows are there, and on. */
export async function examineKeys({ types, metadata }: Patient): Promise<readonly Remark[]> {
  if (types === undefined)
    return [skipped('--types personalize.d.ts compares the keys of the code with the workspace')];
  if (types.written === undefined) {
    const advice = `${rewrite}, or write the keys out in interface Register`;
    return [warning(`${types.path} registers no experiences in so many words`, advice)];
  }
  const keys = [...types.written.keys()];
  const experiences = readMetadata(await metadata()) ?? [];
  const remarks = keys.map((key) => examineKey(key, experiences)).filter((remark) => remark !== undefined);
  const good = keys.length - remarks.length;
  const count = `${good} of ${countOf(keys.length, 'key')} ${good === 1 ? 'is' : 'are'} Active`;
  return [
    ...(good > 0 || keys.length === 0 ? [fine(count, { keys: keys.length, active: good })] : []),
    ...remarks.slice(0, maxLines),
    ...(remarks.length > maxLines ? [warning(`${remarks.length - maxLines} more keys are not right`, rewrite)] : []),
    ...examineUnknown(keys, experiences),
  ];
}
