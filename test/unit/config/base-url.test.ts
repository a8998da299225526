import { resolveBaseUrl } from '../../../src/config/base-url.js';
import { thrownBy } from '../../support/thrown.js';

const resolve = (baseUrl: unknown): string => resolveBaseUrl(baseUrl, undefined);

describe('a base URL that is accepted', () => {
  it.each([
    ['https://sdk-01.moengage.com/v1', 'https://sdk-01.moengage.com/v1'],
    ['https://moengage-proxy.example.com', 'https://moengage-proxy.example.com'],
    ['https://moengage-proxy.example.com/', 'https://moengage-proxy.example.com'],
    ['https://moengage-proxy.example.com/v1/', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/v1///', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com//', 'https://moengage-proxy.example.com'],
    ['https://moengage-proxy.example.com/a//b', 'https://moengage-proxy.example.com/a//b'],
    ['https://moengage-proxy.example.com:8443/v1', 'https://moengage-proxy.example.com:8443/v1'],
    ['https://moengage-proxy.example.com:443/v1', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com:/v1', 'https://moengage-proxy.example.com/v1'],
    ['HTTPS://Moengage-Proxy.Example.COM/V1', 'https://moengage-proxy.example.com/V1'],
    ['https://moengage-proxy.example.com./v1', 'https://moengage-proxy.example.com./v1'],
    ['https:moengage-proxy.example.com/v1', 'https://moengage-proxy.example.com/v1'],
    ['https:/moengage-proxy.example.com/v1', 'https://moengage-proxy.example.com/v1'],
    ['https:\\\\moengage-proxy.example.com\\v1', 'https://moengage-proxy.example.com/v1'],
    ['  https://moengage-proxy.example.com/v1  ', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/v1\n', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/a/../v1', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/%61/v1', 'https://moengage-proxy.example.com/%61/v1'],
    ['https://moengage-proxy.example.com/a b', 'https://moengage-proxy.example.com/a%20b'],
    ['https://moengage-proxy.example.com/@v1', 'https://moengage-proxy.example.com/@v1'],
    ['https://xn--bcher-kva.example/v1', 'https://xn--bcher-kva.example/v1'],
    ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
    ['https://mоengage.example/v1', 'https://xn--mengage-9ig.example/v1'],
    ['https://moengage。example/v1', 'https://moengage.example/v1'],
    ['https://203.0.113.9/v1', 'https://203.0.113.9/v1'],
    ['https://3405803785/v1', 'https://203.0.113.9/v1'],
    ['https://[2001:db8::1]/v1', 'https://[2001:db8::1]/v1'],
    ['https://[2001:db8::1]:8443/v1', 'https://[2001:db8::1]:8443/v1'],
    ['https://localhost/v1', 'https://localhost/v1'],
    ['https://127.0.0.1:4000', 'https://127.0.0.1:4000'],
    ['http://localhost', 'http://localhost'],
    ['http://localhost/', 'http://localhost'],
    ['http://localhost:4000/v1', 'http://localhost:4000/v1'],
    ['http://localhost:80/v1', 'http://localhost/v1'],
    ['http://LOCALHOST:4000/v1', 'http://localhost:4000/v1'],
    ['http://127.0.0.1:4000/v1', 'http://127.0.0.1:4000/v1'],
    ['http://127.0.0.2/v1', 'http://127.0.0.2/v1'],
    ['http://127.255.255.255/v1', 'http://127.255.255.255/v1'],
    ['http://127.1:4000/v1', 'http://127.0.0.1:4000/v1'],
    ['http://2130706433/v1', 'http://127.0.0.1/v1'],
    ['http://0x7f000001/v1', 'http://127.0.0.1/v1'],
    ['http://0x7f.1/v1', 'http://127.0.0.1/v1'],
    ['http://0177.0.0.1/v1', 'http://127.0.0.1/v1'],
    ['http://127.0.0.1./v1', 'http://127.0.0.1/v1'],
    ['http://%6cocalhost/v1', 'http://localhost/v1'],
    ['http://[::1]:4000/v1', 'http://[::1]:4000/v1'],
    ['http://[0:0:0:0:0:0:0:1]/v1', 'http://[::1]/v1'],
    ['http://①②⑦.0.0.1/v1', 'http://127.0.0.1/v1'],
  ])('%j becomes %j', (given, expected) => {
    expect(resolve(given)).toBe(expected);
  });
});

describe('a base URL that would send the key in plain text', () => {
  it.each([
    'http://sdk-01.moengage.com/v1',
    'HTTP://moengage-proxy.example.com/v1',
    'http:moengage-proxy.example.com/v1',
    'http://moengage-proxy.example.com:443/v1',
    'http://localhost.example.com/v1',
    'http://localhost.',
    'http://foo.localhost/v1',
    'http://localhostx/v1',
    'http://127.0.0.1.example.com/v1',
    'http://127.0.0.1.nip.io/v1',
    'http://0.0.0.0:4000/v1',
    'http://128.0.0.1/v1',
    'http://10.0.0.1/v1',
    'http://169.254.169.254/v1',
    'http://192.168.1.1/v1',
    'http://2130706434.example/v1',
    'http://0x80000001/v1',
    'http://3232235777/v1',
    'http://0/v1',
    'http://[::]/v1',
    'http://[::2]/v1',
    'http://[::ffff:127.0.0.1]/v1',
    'http://[::ffff:7f00:1]/v1',
    'http://[fe80::1]/v1',
    'http://example.com\\@localhost/v1',
    'http://example.com/@localhost',
    'http://lοcalhost/v1',
    'ftp://moengage-proxy.example.com/v1',
    'ftp://localhost/v1',
    'ws://localhost/v1',
    'wss://moengage-proxy.example.com/v1',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
    'blob:https://moengage-proxy.example.com/1',
    'about:blank',
    'mailto:x@example.com',
    'localhost:4000/v1',
    'unix:/var/run/moe.sock',
    'httpsx://moengage-proxy.example.com/v1',
  ])('%j is refused as insecure', (given) => {
    const error = thrownBy(() => resolve(given));
    expect(error.code).toBe('MOE_OPTION_INSECURE');
    expect(error.message).toMatch(/^baseUrl is refused: it must begin with https:/);
  });
});

describe('a base URL with credentials', () => {
  it.each([
    'https://user@moengage-proxy.example.com/v1',
    'https://user:hunter2@moengage-proxy.example.com/v1',
    'https://:hunter2@moengage-proxy.example.com/v1',
    'https://sdk-01.moengage.com@evil.example/v1',
    'https://sdk-01.moengage.com:hunter2@evil.example/v1',
    'https://sdk-01.moengage.com%2f@evil.example/v1',
    'http://localhost@evil.example/v1',
    'http://user:hunter2@localhost:4000/v1',
    'http://127.0.0.1:80@evil.example/v1',
    'ftp://user:hunter2@localhost/v1',
  ])('%j is refused without showing it', (given) => {
    const error = thrownBy(() => resolve(given));
    expect(error.code).toBe('MOE_OPTION_INSECURE');
    expect(error.message).toMatch(/^baseUrl is refused: it must not hold a user name or a password/);
    expect(error.message).not.toMatch(/hunter2|evil|user:/);
  });
});

describe('a base URL that is none', () => {
  it.each([
    '',
    ' ',
    'v1',
    '/v1',
    '//moengage-proxy.example.com/v1',
    'moengage-proxy.example.com/v1',
    'https://',
    'https:///',
    'https:// moengage.example/v1',
    'https://moengage proxy.example.com/v1',
    'https://moengage-proxy.example.com:99999/v1',
    'https://moengage-proxy.example.com:port/v1',
    'https://[2001:db8::1/v1',
    'https://[fe80::1%25eth0]/v1',
    'https://256.0.0.1/v1',
    'https://user:hunter2@',
    'https://exa<mple.com/v1',
  ])('%j is refused without showing it', (given) => {
    const error = thrownBy(() => resolve(given));
    expect(error.code).toBe('MOE_OPTION_INSECURE');
    expect(error.message).toMatch(/^baseUrl is refused: it must be an absolute URL/);
    expect(error.message).not.toContain('hunter2');
  });
});

describe('a base URL with more than a base', () => {
  it.each([
    ['https://moengage-proxy.example.com/v1?key=hunter2', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/v1?', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/v1#hunter2', 'https://moengage-proxy.example.com/v1'],
    ['https://moengage-proxy.example.com/v1#', 'https://moengage-proxy.example.com/v1'],
    ['http://localhost:4000?x', 'http://localhost:4000/'],
    ['https://evil.example#@sdk-01.moengage.com/v1', 'https://evil.example/'],
    ['https://evil.example?@sdk-01.moengage.com/v1', 'https://evil.example/'],
  ])('%j is refused, showing %j of it', (given, shown) => {
    const error = thrownBy(() => resolve(given));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toBe(`baseUrl must be a URL without query or hash; received "${shown}" (MOE_OPTION_INVALID)`);
  });
});

describe('a base URL of another type', () => {
  it.each([[null], [1], [true], [{}], [['https://a.example']], [new URL('https://a.example')], [() => 'x']])(
    '%p is refused',
    (given) => {
      const error = thrownBy(() => resolve(given));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^baseUrl must be a URL; received /);
    },
  );
});

describe('a data centre', () => {
  it.each(['01', '02', '03', '04', '05', '06', '101'])('%s is spelt in the host as it was given', (dataCenter) => {
    expect(resolveBaseUrl(undefined, dataCenter)).toBe(`https://sdk-${dataCenter}.moengage.com/v1`);
  });

  it.each([['1'], ['07'], ['0101'], ['00'], [''], [' 01'], ['01.evil.example/'], [1], [101], [null], [{}], [['01']]])(
    '%p is refused',
    (dataCenter) => {
      const error = thrownBy(() => resolveBaseUrl(undefined, dataCenter));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^dataCenter must be one of '01', '02', '03', '04', '05', '06', '101'; received /);
    },
  );

  it('comes from the environment where no option gives it', () => {
    expect(resolveBaseUrl(undefined, undefined, { dataCenter: '02' })).toBe('https://sdk-02.moengage.com/v1');
  });

  it('of the environment is checked like an option', () => {
    expect(thrownBy(() => resolveBaseUrl(undefined, undefined, { dataCenter: '2' })).code).toBe('MOE_OPTION_INVALID');
  });

  it('of the option wins over the environment', () => {
    expect(resolveBaseUrl(undefined, '03', { dataCenter: '02' })).toBe('https://sdk-03.moengage.com/v1');
  });

  it('is not taken from the environment where the option is null', () => {
    expect(thrownBy(() => resolveBaseUrl(undefined, null, { dataCenter: '02' })).code).toBe('MOE_OPTION_INVALID');
  });

  it('of the environment loses against its base URL', () => {
    expect(resolveBaseUrl(undefined, undefined, { baseUrl: 'http://127.0.0.1:4010/v1', dataCenter: '02' })).toBe(
      'http://127.0.0.1:4010/v1',
    );
  });

  it('of the option wins over the base URL of the environment, and so does the base URL of the option', () => {
    const environment = { baseUrl: 'http://127.0.0.1:4010/v1' };
    expect(resolveBaseUrl(undefined, '03', environment)).toBe('https://sdk-03.moengage.com/v1');
    expect(resolveBaseUrl('https://a.example/v1', undefined, environment)).toBe('https://a.example/v1');
  });

  it('of the environment loses against a base URL', () => {
    expect(resolveBaseUrl('https://a.example/v1', undefined, { dataCenter: '02' })).toBe('https://a.example/v1');
  });

  it('beside a base URL is a conflict', () => {
    const error = thrownBy(() => resolveBaseUrl('https://a.example/v1', '02'));
    expect(error.code).toBe('MOE_OPTION_CONFLICT');
    expect(error.message).toBe('baseUrl and dataCenter contradict each other: give one of them (MOE_OPTION_CONFLICT)');
  });

  it('that is nowhere given is missing', () => {
    const error = thrownBy(() => resolveBaseUrl(undefined, undefined));
    expect(error.code).toBe('MOE_OPTION_MISSING');
    expect(error.message).toContain('dataCenter is missing: give it as an option or as MOENGAGE_DATA_CENTER');
  });
});
