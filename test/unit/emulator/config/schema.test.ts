import { emulatorSchema } from 'express-moengage-personalize/emulator';

import { blockListOf, parseCidr } from '../../../../src/emulator/config/schema.js';

describe('emulatorSchema', () => {
  it('is JSON Schema of the draft that editors know', () => {
    expect(emulatorSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
  });

  it('describes every setting', () => {
    const { properties } = emulatorSchema();
    const undescribed = Object.entries(Object(properties) as Record<string, object>).filter(
      ([, each]) => !('description' in each),
    );

    expect(undescribed).toEqual([]);
  });

  it('requires nothing at the top, since everything there has a default', () => {
    expect(emulatorSchema()).not.toHaveProperty('required');
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(emulatorSchema()))).toEqual(emulatorSchema());
  });
});

describe('parseCidr', () => {
  it.each([
    ['203.0.113.0/24', { address: '203.0.113.0', prefix: 24, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
    ['2001:db8::/128', { address: '2001:db8::', prefix: 128, family: 'ipv6' }],
  ])('reads %s', (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  it.each([
    '',
    '203.0.113.0',
    '203.0.113.0/',
    '203.0.113.0/33',
    '2001:db8::/129',
    '203.0.113.256/8',
    ' 203.0.113.0/24',
    'fe80::1%eth0/64',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('blockListOf', () => {
  it('holds addresses of both families', () => {
    const list = blockListOf(['203.0.113.0/24', '2001:db8::/32']);

    expect([list.check('203.0.113.9'), list.check('2001:db8::9', 'ipv6'), list.check('203.0.112.9')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
