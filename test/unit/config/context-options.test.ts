import { parseContextOptions } from '../../../src/config/context-options.js';
import type { ContextOptions } from '../../../src/config/resolved-options.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';

const parse = (options: object): ContextOptions => parseContextOptions(options);

describe('the context options', () => {
  it('have these defaults', () => {
    expect(parse({})).toEqual({
      identify: undefined,
      attributes: undefined,
      timeZone: 'UTC',
      queryAttributes: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'],
      rememberUtm: false,
      anonymizeIp: false,
      consent: undefined,
      bots: 'default',
      prefetch: 'default',
      clientIp: 'trusted',
      clientIpHeaders: [],
    });
  });

  it('take undefined for absent', () => {
    const names = Object.keys(parse({}));
    expect(parse(Object.fromEntries(names.map((name) => [name, undefined])))).toEqual(parse({}));
  });

  it.each(['rememberUtm', 'anonymizeIp'] as const)('take true for %s', (name) => {
    expect(parse({ [name]: true })[name]).toBe(true);
  });

  it.each(['identify', 'attributes', 'timeZone', 'clientIp'] as const)('take a function for %s as it is', (name) => {
    const callback = (): undefined => undefined;
    expect(parse({ [name]: callback })[name]).toBe(callback);
  });
});

describe('timeZone', () => {
  it.each([
    ['Europe/Paris', 'Europe/Paris'],
    ['europe/paris', 'Europe/Paris'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['UTC', 'UTC'],
  ])('%s is kept as %s', (given, kept) => {
    expect(parse({ timeZone: given }).timeZone).toBe(kept);
  });

  it.each([[''], ['Mars/Olympus'], ['Europe'], ['+05:30'], [' UTC'], [null], [0], [{}], [['UTC']]])(
    '%p is refused at construction',
    (timeZone) => {
      const error = thrownBy(() => parse({ timeZone }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^timeZone must be an IANA name such as 'Europe\/Paris', or a function; received /);
    },
  );
});

describe('queryAttributes', () => {
  it('replace the five utm parameters', () => {
    expect(parse({ queryAttributes: ['gclid', 'utm_source', 'gclid'] }).queryAttributes).toEqual([
      'gclid',
      'utm_source',
    ]);
  });

  it('may be none', () => {
    expect(parse({ queryAttributes: [] }).queryAttributes).toEqual([]);
  });

  it.each(['a'.repeat(100), 'a[b]', 'ref erer', 'toString'])('may hold %j', (name) => {
    expect(parse({ queryAttributes: [name] }).queryAttributes).toEqual([name]);
  });

  it.each([[''], ['a'.repeat(101)], ['a\nb'], ['a\u0000'], [1], [null], [undefined], [['utm_source']]])(
    'may not hold %p',
    (name) => {
      const error = thrownBy(() => parse({ queryAttributes: ['ok', name] }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^queryAttributes\[1\] must be a parameter name of 1 to 100 characters/);
    },
  );

  it.each([
    'identifiers',
    'experience_key',
    'DAY_OF_THE_WEEK',
    'TIME_OF_THE_DAY',
    'USER_IP_ADDRESS',
    'USER_AGENT',
    '__proto__',
    'constructor',
    'prototype',
  ])('may not hold %s, which is reserved', (name) => {
    const error = thrownBy(() => parse({ queryAttributes: ['ok', name] }));
    expect(error.code).toBe('MOE_OPTION_INSECURE');
    expect(error.message).toBe(
      `queryAttributes is refused: '${name}' is reserved, and a visitor must not be able to set it ` +
        '(MOE_OPTION_INSECURE)',
    );
  });

  it.each([['utm_source'], [null], [{}], [new Set(['a'])]])('that are %p are refused', (queryAttributes) => {
    const error = thrownBy(() => parse({ queryAttributes }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^queryAttributes must be an array of strings/);
  });
});

describe('clientIp', () => {
  it.each([['proxy'], ['Trusted'], ['x-forwarded-for'], [''], [null], [true], [{}], [['trusted']]])(
    '%p is refused',
    (clientIp) => {
      const error = thrownBy(() => parse({ clientIp }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^clientIp must be 'trusted', 'request-ip' or a function; received /);
    },
  );

  it.each([[undefined], [[]]])("'request-ip' with the headers %p lacks them", (clientIpHeaders) => {
    const error = thrownBy(() => parse({ clientIp: 'request-ip', clientIpHeaders }));
    expect(error.code).toBe('MOE_OPTION_MISSING');
    expect(error.message).toBe(
      'clientIpHeaders is missing: name the header that your proxy sets and overwrites on every request ' +
        '(MOE_OPTION_MISSING)',
    );
  });

  it('keeps the headers in lower case', () => {
    const { clientIpHeaders } = parse({ clientIp: 'request-ip', clientIpHeaders: ['CF-Connecting-IP', 'x-real-ip'] });
    expect(clientIpHeaders).toEqual(['cf-connecting-ip', 'x-real-ip']);
  });

  it.each([['x-forwarded-for'], ['Forwarded'], ['cf-connecting-ip '], [''], [1], [null]])(
    'does not read the header %p',
    (header) => {
      const error = thrownBy(() => parse({ clientIp: 'request-ip', clientIpHeaders: [header] }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^clientIpHeaders\[0\] must be one of cf-connecting-ip, .*x-real-ip; received /);
    },
  );

  it.each([['cf-connecting-ip'], [null], [{}]])('refuses the headers %p, which are no array', (clientIpHeaders) => {
    const error = thrownBy(() => parse({ clientIp: 'request-ip', clientIpHeaders }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^clientIpHeaders must be an array of strings/);
  });

  it.each([['trusted'], [undefined], [() => '203.0.113.9']])('%p excludes headers', (clientIp) => {
    const error = thrownBy(() => parse({ clientIp, clientIpHeaders: ['cf-connecting-ip'] }));
    expect(error.code).toBe('MOE_OPTION_CONFLICT');
    expect(error.message).toBe(
      "clientIpHeaders and clientIp contradict each other: headers are read only with clientIp: 'request-ip' " +
        '(MOE_OPTION_CONFLICT)',
    );
  });
});

describe.each(['identify', 'attributes'])('%s', (name) => {
  it.each([['user_1'], [null], [{}], [1], [true], [[]]])('%p is refused', (value) => {
    const error = thrownBy(() => parse({ [name]: value }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message.startsWith(`${name} must be a function; received `)).toBe(true);
  });
});

describe.each(['rememberUtm', 'anonymizeIp'])('%s', (name) => {
  it.each([['true'], [null], [0], [1], [{}]])('%p is refused', (value) => {
    const error = thrownBy(() => parse({ [name]: value }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message.startsWith(`${name} must be true or false; received `)).toBe(true);
  });
});

describe('consent, bots and prefetch', () => {
  it('are taken as they are', () => {
    const consent = () => 'full' as const;
    const bots = () => false;

    expect(parse({ consent, bots, prefetch: 'personalize' })).toMatchObject({ consent, bots, prefetch: 'personalize' });
    expect(parse({ bots: 'personalize' })).toMatchObject({ bots: 'personalize' });
  });

  it.each([
    [{ consent: 'full' }, 'consent must be a function; received "full"'],
    [{ bots: true }, "bots must be 'default', 'personalize' or a function; received true"],
    [{ prefetch: () => true }, "prefetch must be 'default' or 'personalize'; received a function"],
  ])('are refused: %j', (options, message) => {
    expect(thrownBy(() => callUntyped(parse, options)).message).toContain(message);
  });
});
