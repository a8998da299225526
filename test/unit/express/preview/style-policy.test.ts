import { ServerResponse } from 'node:http';
import express from 'express';
import type { Response } from 'express';
import { styleWayOf } from '../../../../src/express/preview/style-policy.js';

/** A response with this policy. */
function withPolicy(policy: string | readonly string[] | undefined): Response {
  const app = express();
  const res = Object.assign(Object.create(app.response) as Response, { getHeader: () => policy });
  expect(res).toBeInstanceOf(ServerResponse);
  return res;
}

const nonce = (value: string) => ({ kind: 'inline', nonce: value });
const plain = { kind: 'inline', nonce: undefined };
const link = { kind: 'link' };

it.each([
  [undefined, plain],
  ["script-src 'none'", plain],
  ["style-src 'unsafe-inline'", plain],
  ["default-src 'self' 'unsafe-inline'", plain],
  ["default-src 'self'", link],
  ["style-src 'none'", link],
  ["STYLE-SRC 'self'; default-src 'unsafe-inline'", link],
  ["style-src-elem 'self'; style-src 'unsafe-inline'", link],
  ["default-src 'none'; style-src 'nonce-abc123+/=='", nonce('abc123+/==')],
  ["default-src 'nonce-abc'", nonce('abc')],
  ["script-src 'nonce-abc'", plain],
  ["style-src 'nonce-\"><script>'", link],
  [["style-src 'unsafe-inline'", "default-src 'self'"], link],
  ["style-src 'unsafe-inline', style-src 'self'", link],
  [["img-src 'self'", "style-src 'nonce-x_y-z'"], nonce('x_y-z')],
])('under the policy %p styles go %p', (policy, way) => {
  expect(styleWayOf(withPolicy(policy))).toEqual(way);
});
