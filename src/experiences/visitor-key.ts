import { hash } from 'node:crypto';
import type { VaryName } from '../config/personalize-options.js';
import type { VisitorContext } from '../core/visitor-context.js';

type Texts = Readonly<Record<string, string>>;

function sortedText(record: Texts): string {
  const entries = Object.entries(record);
  return JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** JSON of the entries, whatever order they came in. The attributes of a campaign are one object for all its visitors. */
function createRecordText(): (record: Texts) => string {
  const known = new WeakMap<Texts, string>();
  return (record) => {
    const before = known.get(record);
    if (before !== undefined) return before;
    const text = sortedText(record);
    known.set(record, text);
    return text;
  };
}

const quoteText = (text: string | undefined): string => (text === undefined ? 'null' : JSON.stringify(text));

function createInputText(): (visitor: VisitorContext, name: VaryName) => string {
  const attributesText = createRecordText();
  return (visitor, name) => {
    switch (name) {
      case 'identity': {
        const { customerId, userIdentifiers } = visitor.identity;
        return `${quoteText(customerId)},${userIdentifiers ? sortedText(userIdentifiers) : '[]'}`;
      }
      case 'attributes':
        return attributesText(visitor.attributes);
      case 'device':
        return quoteText(visitor.device.type);
      default:
        return quoteText(visitor[name]);
    }
  };
}

/** A digest of a visitor, the same for two of whom the API would say the same, and telling nothing of them. */
export type VisitorKey = (visitor: VisitorContext) => string;

/**
 * Digests the inputs named. Each input is JSON, of which a list is unambiguous: no two different visitors have the same
 * text, which plain joined strings (`a|b` and `c`, `a` and `b|c`) would have.
 */
export function createVisitorKey(names: readonly VaryName[]): VisitorKey {
  const inputText = createInputText();
  // A page asks for its key several times in a row, with the same frozen context, before anybody else's turn comes.
  let last: { readonly visitor: VisitorContext; readonly key: string } | undefined;
  return (visitor) => {
    if (last?.visitor === visitor) return last.key;
    const key = hash('sha256', names.map((name) => inputText(visitor, name)).join(), 'base64');
    last = { visitor, key };
    return key;
  };
}
