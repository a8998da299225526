import type { Request, Response } from 'express';
import { previewName, previewStyle } from '../../core/preview-link.js';
import { html, Markup } from './markup.js';
import { previewCss } from './preview-style.js';
import { styleWayOf } from './style-policy.js';

/** The stylesheet within the page, or, where its policy forbids that, by a link to where this page itself is. */
export function styleMarkup({ originalUrl }: Request, res: Response): Markup {
  const way = styleWayOf(res);
  if (way.kind === 'link') {
    const [path = ''] = originalUrl.startsWith('//') ? [''] : originalUrl.split(/[?#]/, 1);
    return html`<link rel="stylesheet" href="${path}?${previewName}=${previewStyle}" />`;
  }
  const nonce = way.nonce === undefined ? undefined : html` nonce="${way.nonce}"`;
  return html`<style${nonce}>${new Markup(previewCss)}</style>`;
}
