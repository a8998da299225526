import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPreviewSealer } from '../../../src/core/preview-token.js';
import type { Preview } from '../../../src/core/preview-token.js';
import { Secret } from '../../../src/core/secret.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { run } from './support.js';

const secret = 'a-secret-that-is-long';
const environment = { MOENGAGE_WORKSPACE_ID: 'EMU_SAMPLE_DEBUG', MOENGAGE_PREVIEW_SECRET: secret };
const page = ['--url', 'https://shop.example/teas?x=1'] as const;

const preview = (...args: readonly string[]) => run(['preview', ...args, ...page], environment);

function open(output: string, workspaceId = 'EMU_SAMPLE_DEBUG', opening = secret): Preview | undefined {
  const [, token = ''] = /^https:\/\/shop\.example\/teas\?x=1&moe_preview=([\w-]+)$/m.exec(output) ?? [];
  return createPreviewSealer([new Secret(opening)], { clock: { now: () => Date.now() }, workspaceId }).open(token);
}

describe('moengage-personalize preview', () => {
  it('prints a link that forces what it is told to, and when that ends', async () => {
    const before = Math.floor(Date.now() / 1_000);

    const { output, complaints, exitCode } = await preview('home-hero=2', 'promo-strip=5A/1', '--ttl', '45m');

    const { forced, explain, expires = 0 } = open(output) ?? {};
    expect({ ...forced }).toEqual({ 'home-hero': '2', 'promo-strip': '5A/1' });
    expect([explain, complaints, exitCode]).toEqual([false, '', 0]);
    expect(expires - before).toBeGreaterThanOrEqual(2_700);
    expect(output).toContain(`Ends at ${new Date(expires * 1_000).toISOString()}`);
    expect(output).not.toContain(secret);
  });

  it('lasts two hours unless told otherwise, and may only explain', async () => {
    const { output } = await preview('--explain');

    const { forced, explain, expires = 0 } = open(output) ?? {};
    expect([Object.keys(forced ?? {}), explain]).toEqual([[], true]);
    expect(Math.abs(expires - Date.now() / 1_000 - 7_200)).toBeLessThan(60);
  });

  it('leads to the page that is being worked on where it is told of no other', async () => {
    const { output, exitCode } = await run(['preview', 'home-hero=2', '--ttl', '2h'], environment);

    expect(output).toMatch(/^http:\/\/127\.0\.0\.1:3000\/\?moe_preview=[\w-]+$/m);
    expect(exitCode).toBe(0);
  });

  it('says where a variation must be known from, if it forces one', async () => {
    expect((await preview('home-hero=2')).output).toContain('known to the site from its preview file');
    expect((await preview('--explain')).output).not.toContain('known to the site');
  });

  it('takes the secret from a file, with the line break that editors put there, and the workspace from its option', async () => {
    const file = join(createTemporaryFolder(), 'secret');
    writeFileSync(file, 'another-secret-of-a-file\n');

    const { output } = await preview('home-hero=2', '--secret-file', file, '--workspace', 'OTHER');

    expect(open(output, 'OTHER', 'another-secret-of-a-file')).toBeDefined();
  });

  it.each([
    ['without anything to do', [], 'preview must be given 1 to 25 keys'],
    ['with a pair that is none', ['home-hero'], "preview must be given key=variation, such as 'home-hero=2'"],
    ['without a variation', ['home-hero='], 'preview must be given key=variation'],
    ['with a time that is none', ['home-hero=2', '--ttl', 'soon'], "--ttl must be a time such as '45m'"],
    ['with a month', ['home-hero=2', '--ttl', '30d'], '--ttl must be from one minute to seven days; received "30d"'],
    ['with a file that is not there', ['home-hero=2', '--secret-file', '/nowhere'], '--secret-file must be a file'],
    ['with the secret', ['home-hero=2', '--secret', secret], "unknown option '--secret'"],
  ])('explains itself and exits with 2 where it is called %s', async (_case, args, message) => {
    const { output, complaints, exitCode } = await preview(...args);

    expect(complaints).toContain(message);
    expect([output, exitCode]).toEqual(['', 2]);
  });

  it.each([
    ['the secret', { ...environment, MOENGAGE_PREVIEW_SECRET: '' }, page, 'The secret is missing'],
    ['a long secret', { ...environment, MOENGAGE_PREVIEW_SECRET: 'short-canary' }, page, 'at least 16 characters'],
    ['the workspace', { MOENGAGE_PREVIEW_SECRET: secret }, page, 'workspaceId is missing'],
    ['a whole address', environment, ['--url', 'shop.example'], '--url must be an absolute http: or https: URL'],
  ])('says what is missing without %s', async (_what, given, args, message) => {
    const { complaints, exitCode } = await run(['preview', 'home-hero=2', ...args], given);

    expect(complaints).toContain(message);
    expect(complaints).not.toContain('canary');
    expect(exitCode).toBe(2);
  });
});
