import { lookup } from 'node:dns/promises';
import { examineDns } from '../../../../src/cli/doctor/dns.js';
import type { FakeClock } from '../../../support/fake-clock.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { patientOf } from './support.js';

jest.mock('node:dns/promises', () => ({ lookup: jest.fn() }));

const resolver: jest.Mock = jest.mocked(lookup);

const at = (url: string, clock: FakeClock = createFakeClock()) => ({ ...patientOf(), url: new URL(url), clock });

const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ address: `192.0.2.${index}`, family: 4 }));

describe('the name of the API', () => {
  it.each([
    [1, 'api.example has 1 address (192.0.2.0), found in 0 ms'],
    [5, 'api.example has 5 addresses (192.0.2.0, 192.0.2.1, 192.0.2.2, 192.0.2.3, …), found in 0 ms'],
  ])('with %d addresses', async (count, message) => {
    resolver.mockResolvedValueOnce(addresses(count));

    await expect(examineDns(at('https://api.example/v1'))).resolves.toMatchObject([{ verdict: 'ok', message }]);
  });

  it.each([
    ['ENOTFOUND', 'check the data centre'],
    ['EAI_AGAIN', 'no name server answers'],
    ['EOTHER', 'check the network'],
  ])('that is not found, by %s', async (code, advice) => {
    resolver.mockRejectedValueOnce(Object.assign(new Error('x'), { code }));

    const [remark] = await examineDns(at('https://api.example/v1'));

    expect(remark).toMatchObject({ verdict: 'trouble', message: `api.example was not found (${code})` });
    expect(remark?.advice).toContain(advice);
  });

  it('that nobody answers for is given up at the time that there is', async () => {
    const clock = createFakeClock();
    resolver.mockReturnValueOnce(new Promise(() => undefined));

    const examined = examineDns(at('https://api.example/v1', clock));
    clock.advance(500);

    await expect(examined).resolves.toMatchObject([
      { verdict: 'trouble', message: 'looking up api.example takes more than 500 ms' },
    ]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['http://127.0.0.1:4010/v1', 'http://[::1]:4010/v1'])('is none at all in %s', async (url) => {
    resolver.mockClear();

    await expect(examineDns(at(url))).resolves.toMatchObject([{ verdict: 'ok' }]);
    expect(resolver).not.toHaveBeenCalled();
  });
});
