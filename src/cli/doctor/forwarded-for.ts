import { BlockList, isIP } from 'node:net';
import { cleanIp, isPrivateIp } from '../../context/ip-address.js';
import { countOf } from '../printable.js';
import { fine, skipped, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';

/** This machine itself, however it is written. */
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Which no visitor of a public site comes from. */
const isInside = (address: string): boolean =>
  isPrivateIp(address) || loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** More proxies than that are a list that somebody made up. */
const mostProxies = 10;

const howToGet =
  'open a page of your site from outside, print req.headers["x-forwarded-for"] there, and give it by --forwarded-for';

/**
 * What `trust proxy` has to be, by the header of one request that a visitor made who sent none: each proxy has then
 * added one address, that of whoever it was asked by, and the first is the visitor's. The addresses are not repeated.
 */
export function examineForwardedFor(header: string | undefined): readonly Remark[] {
  if (header === undefined) return [skipped(`to know what 'trust proxy' has to be, ${howToGet}`)];
  const given = header.trim() === '' ? [] : header.split(',');
  if (given.length === 0) {
    return [fine("no proxy adds an address: leave 'trust proxy' as it is, off", { trustProxy: 0 })];
  }
  const addresses = given.map(cleanIp).filter((address) => address !== undefined);
  if (addresses.length < given.length) {
    return [trouble(`of ${countOf(given.length, 'entry', 'entries')} some are no addresses`, howToGet)];
  }
  const data = { trustProxy: addresses.length };
  if (addresses.length > mostProxies)
    return [trouble(`there are ${addresses.length} entries, which no chain of proxies has`, howToGet)];
  const [visitor = ''] = addresses;
  if (isInside(visitor)) {
    const advice = `ask from outside; or the first proxy hides its visitors: make it pass on X-Forwarded-For`;
    return [warning('the first entry is a private address, which is no visitor', advice, data)];
  }
  const chain = `${countOf(addresses.length, 'address', 'addresses')} for as many proxies`;
  return [fine(`${chain}: app.set('trust proxy', ${addresses.length}) finds the visitor, and never true`, data)];
}
