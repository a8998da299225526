import { createPreviewSealer } from '../../../../src/core/preview-token.js';
import { Secret } from '../../../../src/core/secret.js';
import { startEmulator } from '../support-server.js';

const secret = 'a-secret-that-is-long';

const form = {
  forced: { 'home-hero': '5A/1' },
  explain: false,
  url: 'http://127.0.0.1:3000/teas',
  ttl: '2h',
  secret,
};

async function make(body: object, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const emulator = await startEmulator();
  const response = await fetch(`${emulator.url}/__emulator/preview`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { emulator, status: response.status, text: await response.text() };
}

describe('the form for preview links', () => {
  it('makes a link that a site of this workspace opens', async () => {
    const { emulator, status, text } = await make({ ...form, explain: true });

    const { workspaceId } = emulator;
    const { url, expires } = JSON.parse(text) as { readonly url: string; readonly expires: number };
    const [, token = ''] = /^http:\/\/127\.0\.0\.1:3000\/teas\?moe_preview=([\w-]+)$/.exec(url) ?? [];
    const clock = { now: () => Date.now() };
    const opened = createPreviewSealer([new Secret(secret)], { clock, workspaceId }).open(token);
    expect(status).toBe(200);
    expect(opened).toMatchObject({ forced: form.forced, explain: true, expires });
    expect(text).not.toContain(secret);
    expect(JSON.stringify(emulator.ledger.calls)).not.toContain(secret);
  });

  it.each([
    ['a short secret', { secret: 'canary' }, 'The secret must be at least 16 characters'],
    ['no secret', { secret: 7 }, 'The secret must be'],
    ['no page', { url: '' }, 'The page must be an absolute http: or https: URL'],
    ['a script for a page', { url: 'javascript:alert(1)' }, 'The page must be'],
    ['no time', { ttl: 'soon' }, 'How long must be from one minute to seven days'],
    ['nothing to force', { forced: {} }, 'What is forced must be 1 to 25 keys'],
    ['something else to force', { forced: ['x'], explain: false, ttl: '1m', url: 7 }, 'The page must be'],
  ])('says what is wrong with %s', async (_case, more, message) => {
    const { status, text } = await make({ ...form, ...more });

    expect(status).toBe(400);
    expect((JSON.parse(text) as { readonly error: string }).error).toContain(message);
    expect(text).not.toContain('canary');
  });

  it.each([
    ['no JSON', { 'content-type': 'text/plain' }, 415],
    ['another site', { 'content-type': 'application/json', origin: 'https://evil.example' }, 403],
  ])('takes nothing from %s', async (_case, headers, expected) => {
    expect((await make(form, headers)).status).toBe(expected);
  });
});
