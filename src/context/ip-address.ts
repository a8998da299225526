import { isIP } from 'node:net';

/** An IPv6 address with brackets, zone id and IPv4 tail is below 64 characters; a list is not an address. */
const maxAddressLength = 100;

const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/;
const ipv4WithPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;

/** `a.b.c.d` at the end of an IPv6 address. */
const ipv4Tail = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/;

const groupCount = 8;
const mappedPrefix = '0,0,0,0,0,65535';

/** The eight 16-bit groups of an address that is known to be IPv6 and to have no zone id. */
function expandIpv6(address: string): readonly number[] {
  const hexadecimal = address.replace(ipv4Tail, (_, a: string, b: string, c: string, d: string) => {
    const [high, low] = [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)];
    return `${high.toString(16)}:${low.toString(16)}`;
  });
  const [head = '', tail] = hexadecimal.split('::');
  const parseGroups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const first = parseGroups(head);
  if (tail === undefined) return first;
  const last = parseGroups(tail);
  const zeros = Array.from({ length: groupCount - first.length - last.length }, () => 0);
  return [...first, ...zeros, ...last];
}

/** `::ffff:1.2.3.4`, however it is written, is the IPv4 address that a dual-stack socket saw. */
function unmapIpv4(address: string): string {
  // The usual spelling, that of Node's own dual-stack sockets.
  if (address.startsWith('::ffff:') && isIP(address.slice(7)) === 4) return address.slice(7);
  if (!/ffff/i.test(address)) return address;
  const groups = expandIpv6(address);
  if (groups.slice(0, 6).join() !== mappedPrefix) return address;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

function dropPort(text: string): string {
  return bracketed.exec(text)?.[1] ?? ipv4WithPort.exec(text)?.[1] ?? text;
}

/**
 * One IPv4 or IPv6 address without brackets, port or zone id, IPv4-mapped ones as IPv4. `undefined` for anything else,
 * lists included: who wrote which part of a list can't be told from the list.
 */
export function cleanIp(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxAddressLength) return undefined;
  if (isIP(value) === 4) return value;
  const address = dropPort(value.trim());
  if (isIP(address) === 4) return address;
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  return isIP(bare) === 6 ? unmapIpv4(bare) : undefined;
}

/** 6to4: an IPv4 address in the second and third group, which /48 would keep whole. */
const sixToFour = 0x2002;

/** A clean address without the part that tells households apart: IPv4 to /24, also inside 6to4, and IPv6 to /48. */
export function maskIp(address: string): string {
  if (isIP(address) === 4) return address.replace(/\d+$/, '0');
  const [first = 0, second = 0, third = 0] = expandIpv6(address);
  const network = [first, second, first === sixToFour ? third & 0xff00 : third];
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(':')}::`;
}

/** Of a network of somebody's own, which no visitor of a public site comes from. Loopback is a developer's own machine. */
const privateAddress =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;

/** Of an address as `cleanIp` gives it. */
export function isPrivateIp(address: string): boolean {
  return privateAddress.test(address);
}
