import { nearestName } from '../../core/nearest-name.js';
import type { ConfigProblem } from '../error.js';
import { joinPath } from '../schema-rules.js';
import type { RuleBreach } from '../schema-rules.js';
import type { EmulatorConfigInput, WhenInput } from './input.js';

type Path = readonly PropertyKey[];

function breach(path: Path, message: string): RuleBreach {
  const problem: ConfigProblem = { path: joinPath(path), message, line: undefined };
  return { path, problem };
}

/** One breach for each name that is not among the known ones. */
function unknownNames(path: Path, names: readonly string[], known: readonly string[], owner: string): RuleBreach[] {
  return names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const meant = nearestName(name, known);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return [breach([...path, index], `${JSON.stringify(name)} is not listed under ${owner}${hint}`)];
  });
}

function repeated(path: Path, names: readonly string[], member: string): RuleBreach[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [breach([...path, index, member], `${JSON.stringify(name)} is there twice`)],
  );
}

/** What no part of the file can tell by itself: names that refer to nothing, and names given twice. */
export function crossCheck(input: EmulatorConfigInput): readonly RuleBreach[] {
  const customers = (input.customers ?? []).map(({ id }) => id);
  const countries = Object.keys(input.countries ?? {});
  const experiences = input.experiences ?? [];
  const checkWhen = (path: Path, when: WhenInput): readonly RuleBreach[] => [
    ...unknownNames([...path, 'customers'], when.customers ?? [], customers, 'customers'),
    ...unknownNames([...path, 'countries'], when.countries ?? [], countries, 'countries'),
  ];
  return [
    ...repeated(['customers'], customers, 'id'),
    ...repeated(
      ['experiences'],
      experiences.map(({ key }) => key),
      'key',
    ),
    ...experiences.flatMap(({ audiences }, experience) =>
      audiences.flatMap(({ when = {} }, audience) =>
        checkWhen(['experiences', experience, 'audiences', audience, 'when'], when),
      ),
    ),
  ];
}
