import { readFileSync } from 'node:fs';
import type { Variables } from '../core/experience.js';
import { isJsonObject, parseJson } from '../core/json.js';
import { isPreviewName } from '../core/preview-token.js';
import { createRecord } from '../core/record.js';
import { parseVariables } from './defaults-option.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import type { PreviewOptions } from './personalize-options.js';
import type { ResolvedPreviewOptions } from './resolved-options.js';
import { parseSecrets } from './secrets.js';

/** Every member's name. A test holds this list, the type and the README's table together. */
export const previewOptionNames: readonly string[] = Object.keys({
  secret: true,
  file: true,
} satisfies Record<keyof PreviewOptions, true>);

type Variations = Readonly<Record<string, Variables>>;

const fileRule = 'the path of a JSON file, { [key]: { [variation id]: variables } }';

function readText(path: unknown): string {
  if (typeof path !== 'string' || path === '') throw invalidOption('preview.file', fileRule, path);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalidOption('preview.file', `${fileRule}, that can be read`, path);
  }
}

function parseVariations(name: string, value: unknown): Variations {
  if (!isJsonObject(value)) throw invalidOption(name, 'an object: variation id → variables', value);
  const variations = createRecord<Variables>();
  for (const [id, variables] of Object.entries(value)) {
    if (!isPreviewName(id)) throw invalidOption(`a variation of ${name}`, 'an id of 1 to 100 characters', id);
    variations[id] = parseVariables(`${name}['${id}']`, variables);
  }
  return Object.freeze(variations);
}

function parseFile(path: unknown): ResolvedPreviewOptions['variations'] {
  const experiences = createRecord<Variations>();
  if (path === undefined) return Object.freeze(experiences);
  const content = parseJson(readText(path));
  if (!isJsonObject(content)) throw invalidOption('preview.file', fileRule, path);
  for (const [key, variations] of Object.entries(content)) {
    if (!isPreviewName(key)) throw invalidOption('a key of preview.file', 'an experience key', key);
    experiences[key] = parseVariations(`preview.file: ['${key}']`, variations);
  }
  return Object.freeze(experiences);
}

/** The `preview` option; `undefined` where it is absent. Reads the file. */
export function parsePreview(value: unknown): ResolvedPreviewOptions | undefined {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw invalidOption('preview', '{ secret, file }', value);
  refuseUnknownNames('preview', value, previewOptionNames);
  return Object.freeze({
    secrets: parseSecrets('preview.secret', value.secret),
    variations: parseFile(value.file),
  });
}
