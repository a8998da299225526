import type { Request } from 'express';
import { findProduct } from './catalogue.js';
import type { Product } from './catalogue.js';
import { readCookie } from './cookies.js';

export const bagCookie = 'shop_bag';

const mostOfOne = 9;

export interface BagLine {
  readonly product: Product;
  readonly quantity: number;
}

/** What lies in the bag, as the cookie tells it: `slug*2.slug*1`. Whatever is not ours is left out. */
export function readBag(req: Request): readonly BagLine[] {
  const entries = (readCookie(req, bagCookie) ?? '').split('.').map((entry) => entry.split('*'));
  const quantities = new Map<Product, number>();
  for (const [slug, count] of entries) {
    const product = findProduct(slug);
    const quantity = Number(count);
    if (product && Number.isInteger(quantity) && quantity > 0) quantities.set(product, Math.min(quantity, mostOfOne));
  }
  return [...quantities].map(([product, quantity]) => ({ product, quantity }));
}

export function formatBag(lines: readonly BagLine[]): string {
  return lines.map(({ product, quantity }) => `${product.slug}*${quantity}`).join('.');
}

export function withOneMore(lines: readonly BagLine[], product: Product): readonly BagLine[] {
  const quantity = lines.find((line) => line.product === product)?.quantity ?? 0;
  const others = lines.filter((line) => line.product !== product);
  return [...others, { product, quantity: Math.min(quantity + 1, mostOfOne) }];
}

export function without(lines: readonly BagLine[], product: Product): readonly BagLine[] {
  return lines.filter((line) => line.product !== product);
}

export function countBag(lines: readonly BagLine[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

export function totalOf(lines: readonly BagLine[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}
