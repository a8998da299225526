const version = (index) => `${120 + (index % 10)}.0.0.0`;

/** @type {readonly ((index: number) => string)[]} */
const agents = [
  (i) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version(i)} Safari/537.36`,
  (i) =>
    `Mozilla/5.0 (Linux; Android 14; Pixel ${5 + (i % 4)}) AppleWebKit/537.36 Chrome/${version(i)} Mobile Safari/537.36`,
  (i) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${i % 7} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1`,
  (i) => `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:${120 + (i % 10)}.0) Gecko/20100101 Firefox/${version(i)}`,
];

/**
 * The request of one visitor as it goes over the wire, always the same one for the same number: an id, one of forty
 * browsers, an address of their own behind a proxy, and the query of a campaign.
 */
export function requestOf(visitor, path = '/') {
  const address = `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`;
  return [
    `GET ${path}?utm_source=newsletter&utm_medium=email&utm_campaign=autumn-${visitor % 5} HTTP/1.1`,
    'host: shop.example',
    `user-agent: ${agents[visitor % agents.length](Math.floor(visitor / agents.length) % 10)}`,
    'accept: text/html,application/xhtml+xml',
    'accept-language: en-GB,en;q=0.9',
    `x-forwarded-for: ${address}`,
    `x-visitor: user-${visitor}`,
    '',
    '',
  ].join('\r\n');
}
