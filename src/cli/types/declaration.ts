import type { ExperienceMeta } from '../../client/fetch-metadata.js';
import type { Variables } from '../../core/experience.js';
import { commentText, memberName } from './names.js';
import { anyJson, typeOfVariations } from './value-type.js';

/** What is known of an experience's variables. */
export type Knowledge =
  /** Sample visitors got these variations of it just now. */
  | { readonly kind: 'seen'; readonly variations: readonly Variables[] }
  /** None did, but an earlier run saw some; its words stand. */
  | { readonly kind: 'kept'; readonly type: string; readonly day: string; readonly why: string }
  /** None ever did. */
  | { readonly kind: 'unseen'; readonly why: string };

export interface KnownExperience extends ExperienceMeta {
  readonly knowledge: Knowledge;
}

/** By this the command knows a file of its own again. */
export const marker = 'Written by `moengage-personalize types`';

const packageName = 'express-moengage-personalize';
const indent = '      ';

function describeKnowledge({ status, knowledge }: KnownExperience, today: string): string {
  switch (knowledge.kind) {
    case 'seen':
      return `${status}. Seen ${today}.`;
    case 'kept':
      return `${status}; ${knowledge.why}. Last seen ${knowledge.day}.`;
    case 'unseen':
      return `${status}; ${knowledge.why}. Any variable is allowed until one was seen.`;
  }
}

function typeOf({ knowledge }: KnownExperience): string {
  switch (knowledge.kind) {
    case 'seen':
      return typeOfVariations(knowledge.variations, indent);
    case 'kept':
      return knowledge.type;
    case 'unseen':
      return `Readonly<Record<string, ${anyJson}>>`;
  }
}

/**
 * Formatted once and for all: how an application formats its code does not change what the file has to be. Semicolons
 * Prettier takes away even so, where it is told to; the opening has none.
 */
const ignored = '// prettier-ignore';

/** The file, the same for the same knowledge. `today`: `2026-11-25`. */
export function printDeclaration(experiences: readonly KnownExperience[], today: string): string {
  const sorted = [...experiences].sort((one, other) => (one.key < other.key ? -1 : 1));
  const members = sorted.flatMap((experience) => [
    `${indent}/** ${commentText(experience.name)}, ${describeKnowledge(experience, today)} */`,
    `${indent}${memberName(experience.key)}: ${typeOf(experience)};`,
  ]);
  const body = members.join('\n');
  const opening = body.includes(anyJson) ? `import type { ${anyJson} } from '${packageName}'` : 'export {}';
  return [
    '/* eslint-disable */',
    `// ${marker} from the workspace's metadata and the payloads of sample visitors.`,
    '// Run it again instead of changing this file.',
    ignored,
    opening,
    '',
    ignored,
    `declare module '${packageName}' {`,
    '  interface Register {',
    '    experiences: {',
    ...(members.length === 0 ? [] : [body]),
    '    };',
    '  }',
    '}',
    '',
  ].join('\n');
}
