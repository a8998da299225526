import { checkCredentials } from '../../../../src/emulator/api/authentication.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const check = (headers: Record<string, string>) => checkCredentials(headers, 'EMU_W', 'emu_k:with colon');

describe('checkCredentials', () => {
  it('takes the right workspace and key', () => {
    expect(check({ 'moe-appkey': 'EMU_W', authorization: basic('EMU_W:emu_k:with colon') })).toBeUndefined();
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['neither header', {}, 400, 'there is no MOE-APPKEY header'],
    ['another workspace', { 'moe-appkey': 'EMU_X' }, 400, 'MOE-APPKEY is not this workspace'],
    ['no credentials', { 'moe-appkey': 'EMU_W' }, 401, 'there is no Authorization header'],
    [
      'another scheme',
      { 'moe-appkey': 'EMU_W', authorization: 'Bearer x' },
      401,
      'Authorization is not Basic with Base64',
    ],
    [
      'another key',
      { 'moe-appkey': 'EMU_W', authorization: basic('EMU_W:emu_k') },
      401,
      'the Basic user or password is wrong',
    ],
  ])('refuses %s', (_, headers, status, problem) => {
    expect(check(headers)).toMatchObject({ answer: { status }, problem });
  });

  it('never says what it would have taken', () => {
    const refusal = check({ 'moe-appkey': 'EMU_W', authorization: basic('EMU_W:mistaken') });

    expect(JSON.stringify(refusal)).not.toMatch(/emu_k|mistaken/);
  });
});
