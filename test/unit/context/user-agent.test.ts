import { readAgent } from '../../../src/context/user-agent.js';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const tablet =
  'Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

describe('readAgent', () => {
  it.each([
    ['a phone', iphone, 'mobile', 'iOS', 'Mobile Safari'],
    ['a tablet', tablet, 'tablet', 'Android', 'Chrome'],
    ['a desktop', windows, 'desktop', 'Windows', 'Chrome'],
    ['what it has never heard of as a desktop', 'my-crawler/1.0', 'desktop', undefined, undefined],
  ])('knows %s', (_, header, type, os, browser) => {
    const agent = readAgent(header);
    expect([agent.device.type, agent.os.name, agent.browser.name]).toEqual([type, os, browser]);
  });

  it('gives vendor, model and versions, and no further members', () => {
    const { device, os, browser } = readAgent(iphone);
    expect(device).toEqual({ type: 'mobile', vendor: 'Apple', model: 'iPhone' });
    expect(os).toEqual({ name: 'iOS', version: '17.4' });
    expect(browser).toEqual({ name: 'Mobile Safari', version: '17.4' });
    expect([device, os, browser].flatMap((part) => Object.keys(part))).toHaveLength(7);
    expect([device, os, browser].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it.each([undefined, '', '   ', '\u0085'])('knows nothing from %j', (header) => {
    const agent = readAgent(header);
    expect(agent.userAgent).toBeUndefined();
    expect(agent.device).toEqual({ type: undefined, vendor: undefined, model: undefined });
    expect([agent.os, agent.browser]).toEqual([{}, {}]);
  });

  it('bounds the header to 512 characters and drops control characters', () => {
    expect(readAgent('x'.repeat(15_000)).userAgent).toBe('x'.repeat(512));
    expect(readAgent(' a\u0085b\tc ').userAgent).toBe('abc');
  });

  it('remembers an agent with what was parsed of it', () => {
    const { device } = readAgent(windows);
    expect(readAgent(windows)).toBe(readAgent(windows));
    expect(readAgent(windows).device).toBe(device);
  });

  it('remembers a bounded number of agents', () => {
    const first = readAgent('bounded/first');
    for (let index = 0; index < 600; index += 1) readAgent(`bounded/${index}`);
    expect(readAgent('bounded/first')).not.toBe(first);
  });
});
