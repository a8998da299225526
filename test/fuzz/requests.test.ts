import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { readCookie } from '../../src/context/cookie.js';
import { cleanIp, maskIp } from '../../src/context/ip-address.js';
import { createQueryReader, readQueryAttributes } from '../../src/context/query-attributes.js';
import { readAgent } from '../../src/context/user-agent.js';
import { parseEvents } from '../../src/express/router/reported-events.js';
import { almost, jsonText, jsonTexts } from './arbitraries.js';
import { fuzz } from './fuzz.js';

const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

describe('a report of a browser', () => {
  const good = ['{"events":[["token-1","shown"],["token-2","clicked",3]]}', '{"events":[]}'];
  const part = fc.constantFrom('"token"', '"shown"', '"clicked"', '1', '5', '6', '1.5', 'null', '""', '[]');
  const event = fc.oneof(
    fc.array(part, { maxLength: 4 }),
    fc.tuple(fc.constant('"token"'), fc.constant('"clicked"'), part),
  );
  const list = fc
    .array(event, { maxLength: 60, size: 'max' })
    .map((all) => `{"events":[${all.map((parts) => `[${parts.join(',')}]`).join(',')}]}`);
  const text = jsonTexts(almost(good), list, jsonText(['events'], ['"token"', '"shown"']));
  const body = fc.oneof(
    text,
    text.map((each) => Buffer.from(each)),
    fc.uint8Array(),
    fc.anything(),
  );

  fuzz('is at most fifty events, each as the script writes it', body, (given) => {
    const events = parseEvents(given) ?? [];
    assert.ok(events.length <= 50);
    for (const each of events) {
      if (each === undefined) continue;
      assert.match(each.token, /^[\w-]{1,8192}$/);
      assert.ok(['shown', 1, 2, 3, 4, 5].includes(each.happening));
    }
  });
});

describe('a query', () => {
  const names = ['utm_source', 'utm_medium', 'q', 'ü'];
  const read = createQueryReader(names);
  const url = almost([
    '/sale?utm_source=mail&utm_medium=a%20b&q=1#top',
    '/?utm_source=a&utm_source=b',
    '/?q=%F0%9F%99%82',
  ]);

  fuzz('gives the allowed attributes as clean, short text', url, (given) => {
    const attributes = readQueryAttributes(given, names);
    assert.ok(Object.keys(attributes).every((name) => names.includes(name)));
    for (const value of Object.values(attributes)) {
      assert.ok(value.length <= 256);
      assert.ok(value.isWellFormed() && !hasControls(value) && value.trim() === value);
    }
    assert.deepEqual({ ...read(given) }, { ...attributes });
    assert.deepEqual({ ...read(given) }, { ...attributes });
  });
});

describe('a header', () => {
  const cookies = almost(['a=1; moe_anonymous="x"; b=2', 'moe_anonymous=', 'xmoe_anonymous=1; moe_anonymous=2']);

  fuzz('of cookies gives one value out of it, or none', cookies, (header) => {
    const value = readCookie(header, 'moe_anonymous') ?? '';
    assert.ok(header.includes(value) && !value.includes(';'));
  });

  const agents = almost([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1',
    'Opera/9.80 (Android; Opera Mini/36.2/119; U; id) Presto/2.12 Version/12.16',
    'Googlebot/2.1 (+http://www.google.com/bot.html)',
  ]);

  fuzz('of a browser tells short, well-formed text of it', agents, (header) => {
    const { userAgent = '', device, os, browser, isBot } = readAgent(header);
    assert.ok(userAgent.length <= 512);
    assert.ok(userAgent.isWellFormed() && !hasControls(userAgent));
    assert.equal(typeof isBot(), 'boolean');
    const told = [device.type, device.vendor, device.model, os.name, os.version, browser.name, browser.version];
    assert.ok(told.every((text) => text === undefined || text.length <= 512));
  });

  const addresses = almost([
    '203.0.113.9',
    '203.0.113.9:80',
    '[2001:db8::1]:443',
    '::ffff:203.0.113.9',
    'fe80::1%eth0',
    '2002:cb00:7109::1',
  ]);

  fuzz('of an address gives an address, whole and without its end, or none', addresses, (header) => {
    const address = cleanIp(header);
    if (address === undefined) return;
    assert.notEqual(isIP(address), 0);
    assert.equal(isIP(maskIp(address)), isIP(address));
    assert.deepEqual([cleanIp(address), maskIp(maskIp(address))], [address, maskIp(address)]);
  });
});
