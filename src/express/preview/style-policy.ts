import type { Response } from 'express';

/** How a page's Content-Security-Policy lets something be styled that is put into it. */
export type StyleWay =
  | { readonly kind: 'inline'; readonly nonce: string | undefined }
  /** By a stylesheet of the page's own site, if at all. */
  | { readonly kind: 'link' };

/** In the order in which browsers look for them. */
const directives = ['style-src-elem', 'style-src', 'default-src'] as const;

const noncePattern = /'nonce-([A-Za-z0-9+/_-]+={0,2})'/;

/** What a policy says about styles; `undefined` where it says nothing. */
function stylesOf(policy: string): string | undefined {
  const found = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), values.join(' ')] as const;
    }),
  );
  return directives.map((name) => found.get(name)).find((values) => values !== undefined);
}

/** Each policy has to allow it: several headers, and several in one, all hold. */
export function styleWayOf(res: Response): StyleWay {
  const header = res.getHeader('content-security-policy');
  const policies = [header ?? []].flat().join(', ').split(',');
  const rules = policies.map(stylesOf).filter((values) => values !== undefined);
  const nonce = rules.map((values) => noncePattern.exec(values)?.[1]).find((found) => found !== undefined);
  if (nonce !== undefined) return { kind: 'inline', nonce };
  const isAllowed = rules.every((values) => /'unsafe-inline'/i.test(values));
  return isAllowed ? { kind: 'inline', nonce: undefined } : { kind: 'link' };
}
