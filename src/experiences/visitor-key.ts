import type { VaryName } from '../config/personalize-options.js';
import type { VisitorContext } from '../core/visitor-context.js';

type Texts = Readonly<Record<string, string>>;

/** A text behind its length, and what is not there: no row of these is the same as another row. */
const textOf = (text: string | undefined): string => (text === undefined ? '-' : `${text.length}:${text}`);

/** The entries behind their number, whatever order they came in. */
function recordText(record: Texts): string {
  const names = Object.keys(record);
  if (names.length > 1) names.sort();
  let text = `${names.length};`;
  for (const name of names) text += textOf(name) + textOf(record[name]);
  return text;
}

/** The attributes of a campaign are one object for all its visitors. */
function createRecordText(): (record: Texts) => string {
  const known = new WeakMap<Texts, string>();
  return (record) => {
    const before = known.get(record);
    if (before !== undefined) return before;
    const text = recordText(record);
    known.set(record, text);
    return text;
  };
}

const noIdentifiers = recordText({});

function createInputText(): (visitor: VisitorContext, name: VaryName) => string {
  const attributesText = createRecordText();
  return (visitor, name) => {
    switch (name) {
      case 'identity': {
        const { customerId, userIdentifiers } = visitor.identity;
        return textOf(customerId) + (userIdentifiers ? recordText(userIdentifiers) : noIdentifiers);
      }
      case 'attributes':
        return attributesText(visitor.attributes);
      case 'device':
        return textOf(visitor.device.type);
      default:
        return textOf(visitor[name]);
    }
  };
}

/**
 * A text of a visitor, the same for two of whom the API would say the same, and for no others. It is all that they are told
 * apart by, as it is: for memory only, and nothing that leaves it. A digest of it costs a page more than all else about a
 * cached answer; stores outside have keyed hashes in its place.
 */
export type VisitorKey = (visitor: VisitorContext) => string;

/** Of the inputs named, each in a form that is unambiguous in a row: `a|b` and `c` are not `a` and `b|c`. */
export function createVisitorKey(names: readonly VaryName[]): VisitorKey {
  const inputText = createInputText();
  // A page asks for its key several times in a row, with the same frozen context, before anybody else's turn comes.
  let last: { readonly visitor: VisitorContext; readonly key: string } | undefined;
  return (visitor) => {
    if (last?.visitor === visitor) return last.key;
    let key = '';
    for (const name of names) key += inputText(visitor, name);
    // Makes one text of what V8 keeps as a tree of its parts until somebody looks at a character. Each look-up of it with
    // something behind it would do so anew, and walk the tree: some five microseconds a page.
    key.charCodeAt(0);
    last = { visitor, key };
    return key;
  };
}
