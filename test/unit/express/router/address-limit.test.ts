import { createAddressLimit } from '../../../../src/express/router/address-limit.js';
import { createFakeClock } from '../../../support/fake-clock.js';

describe('to a limit of one', () => {
  it.each([
    ['an IPv4 address', '192.0.2.1', '192.0.2.1', true],
    ['two IPv4 addresses', '192.0.2.1', '192.0.2.2', false],
    ['an IPv6 address', '2001:db8::1', '2001:db8::1', true],
    ['two addresses of one IPv6 network', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:aaaa::1', true],
    ['two addresses of one IPv6 network with a gap', '2001:db8::1', '2001:db8::2', true],
    ['an IPv6 address in another spelling', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['an IPv6 address whose gap is in front', '::1:2:3:4:5:6:7', '0:1:2:3::', true],
    ['an IPv6 address whose gap is in the network', '2001::3:4:5:6:7:8', '2001:0:3:4::', true],
    ['two IPv6 networks', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['two IPv6 networks with a gap', '2001:db8::1:0:0:0:1', '2001:db8::2:0:0:0:1', false],
    ['an address with a zone', 'fe80::1%eth0', 'fe80::1%eth0', true],
    ['what is no address', 'unix', 'unix', true],
    ['nothing and something', '', 'unix', false],
  ])('%s: %s and %s are one: %s', (_case, first, second, areOne) => {
    const limit = createAddressLimit(1, createFakeClock());

    expect([limit.take(first), limit.take(second)]).toEqual([true, !areOne]);
  });
});

it('a minute begins with an address’s first request, and a wall clock that jumps does not end it', () => {
  const clock = createFakeClock();
  const limit = createAddressLimit(2, clock);
  const take = (laterMs: number): boolean => {
    clock.advance(laterMs);
    return limit.take('192.0.2.1');
  };

  expect([take(0), take(30_000), take(29_999)]).toEqual([true, true, false]);
  clock.setNow(clock.now() + 86_400_000);
  expect([take(0), take(1), take(0), take(0)]).toEqual([false, true, true, false]);
});

it('addresses without end do not fill the memory: the oldest begin anew', () => {
  const limit = createAddressLimit(1, createFakeClock());
  limit.take('first');
  for (let address = 0; address < 9_999; address += 1) limit.take(String(address));
  const wasKept = !limit.take('first');
  for (let address = 0; address < 10_000; address += 1) limit.take(`other ${address}`);

  expect([wasKept, limit.take('first')]).toEqual([true, true]);
});
