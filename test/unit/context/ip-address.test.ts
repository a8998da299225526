import { isIP } from 'node:net';
import fc from 'fast-check';
import { cleanIp, maskIp } from '../../../src/context/ip-address.js';

const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const ipv6 = fc.ipV6();

/** Addresses with something about them, near misses, and noise. */
const anyText = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', ' ', '[', '::ffff:', '::FFFF:', '"', '1'),
      fc.oneof(ipv4, ipv6),
      fc.constantFrom('', ' ', ']', ':80', ']:80', '%eth0', '%', '/24', ', 1.2.3.4', '\u0000', '.5', ':'),
    )
    .map((parts) => parts.join('')),
  fc.stringMatching(/^[0-9a-f:.%[\]]{0,40}$/),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('cleanIp', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    [' 203.0.113.9\t', '203.0.113.9'],
    ['203.0.113.9:5678', '203.0.113.9'],
    ['[203.0.113.9]:5678', '203.0.113.9'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[::1]:80', '::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['[::ffff:203.0.113.9]:80', '203.0.113.9'],
    ['::ffff:203.0.113.9%eth0', '203.0.113.9'],
    ['0:0:0:0:0:ffff:cb00:7109', '203.0.113.9'],
    ['0000:0000:0000:0000:0000:ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:ffff::1', '2001:db8:ffff::1'],
    ['::ffff:0:203.0.113.9', '::ffff:0:203.0.113.9'],
    ['64:ff9b::203.0.113.9', '64:ff9b::203.0.113.9'],
  ])('takes %j as %j', (text, address) => {
    expect(cleanIp(text)).toBe(address);
  });

  it.each([
    undefined,
    null,
    42,
    {},
    ['203.0.113.9'],
    '',
    ' ',
    'evil',
    'unknown',
    '" onload=x',
    '203.0.113.9, 198.51.100.7',
    '203.0.113.9 198.51.100.7',
    '203.0.113.256',
    '203.0.113',
    '010.0.0.1',
    '2130706433',
    '203.0.113.9:',
    '203.0.113.9:123456',
    '203.0.113.9/24',
    '203.0.113.9%eth0',
    '203.0.113.9\u0000',
    '[::1',
    '::1]',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '%eth0',
    '1'.repeat(10_000),
    `::1%${'x'.repeat(10_000)}`,
  ])('takes nothing from %p', (value) => {
    expect(cleanIp(value)).toBeUndefined();
  });

  it('gives only addresses without a zone, and the same again for its own answer', () => {
    let addresses = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const address = cleanIp(text);
        if (address === undefined) return true;
        addresses += 1;
        return isIP(address) !== 0 && !address.includes('%') && cleanIp(address) === address;
      }),
      { numRuns: 20_000 },
    );
    expect(addresses).toBeGreaterThan(500);
  });

  it('finds the IPv4 address in every way to write a mapped one', () => {
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const plain = `${a}.${b}.${c}.${d}`;
        const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        expect(cleanIp(`::ffff:${plain}`)).toBe(plain);
        expect(cleanIp(`::ffff:${hex}`)).toBe(plain);
        expect(cleanIp(`[0:0::ffff:${hex}]:443`)).toBe(plain);
      }),
    );
  });
});

describe('maskIp', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0'],
    ['203.0.113.255', '203.0.113.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:db8:1::6', '2001:db8:1::'],
    ['2001:0db8:0001::6', '2001:db8:1::'],
    ['2001:DB8::6', '2001:db8::'],
    ['2001::1', '2001::'],
    ['2001:0:1:2::', '2001:0:1::'],
    ['::1', '::'],
    ['::', '::'],
    ['1:2:3:4:5:6:7::', '1:2:3::'],
    ['::5:6:7:8', '::'],
    ['0:0:3:4:5:6:7:8', '0:0:3::'],
    ['2002:cb00:7109::1', '2002:cb00:7100::'],
    ['64:ff9b::203.0.113.9', '64:ff9b::'],
    ['fe80::1', 'fe80::'],
  ])('masks %j to %j', (address, masked) => {
    expect(maskIp(address)).toBe(masked);
  });

  it('gives addresses of the same kind, and masking again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (text) => {
        const address = cleanIp(text) ?? '';
        const masked = maskIp(address);
        expect(isIP(masked)).toBe(isIP(address));
        expect(maskIp(masked)).toBe(masked);
      }),
      { numRuns: 5_000 },
    );
  });

  it('forgets the last octet and the last 80 bits', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    fc.assert(
      fc.property(fc.array(group, { minLength: 16, maxLength: 16 }), octet, octet, (groups, first, second) => {
        const network = groups.slice(0, 3).join(':');
        const one = maskIp(`${network}:${groups.slice(3, 8).join(':')}`);
        expect(maskIp(`${network}:${groups.slice(8, 13).join(':')}`)).toBe(one);
        expect(maskIp(`198.51.100.${first}`)).toBe(maskIp(`198.51.100.${second}`));
      }),
    );
  });
});
