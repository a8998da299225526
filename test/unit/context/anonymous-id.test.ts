import { anonymousCookieName, keepAnonymousId } from '../../../src/context/anonymous-id.js';
import { visit } from './fixtures/real-request.js';
import type { Asked } from './fixtures/real-request.js';

const known = 'anonymous-0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';
const open = (cookie: string, asked: Asked = {}) => visit(keepAnonymousId, { ...asked, headers: { cookie } });
const attributes = 'Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax';

describe('the id of an anonymous visitor', () => {
  it('is made on the first page, and set in a cookie for a year', async () => {
    const { value, cookies } = await visit(keepAnonymousId);

    expect(value).toMatch(/^anonymous-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(cookies).toEqual([`${anonymousCookieName}=${value ?? ''}; ${attributes}`]);
  });

  it('is another for each visitor', async () => {
    const [one, other] = await Promise.all([visit(keepAnonymousId), visit(keepAnonymousId)]);

    expect(one.value).not.toBe(other.value);
  });

  it('is kept, and its year counted anew', async () => {
    expect(await open(`a=1; ${anonymousCookieName}=${known}; b=2`)).toEqual({
      value: known,
      cookies: [`${anonymousCookieName}=${known}; ${attributes}`],
    });
  });

  it.each(['user_8821', 'anonymous-', `x${known}`, `${known}x`, known.toUpperCase(), known.replace('-4978', '-5978')])(
    'is never what a visitor wrote there: %s',
    async (forged) => {
      const { value } = await open(`${anonymousCookieName}=${forged}`);

      expect(value).not.toBe(forged);
      expect(value).toMatch(/^anonymous-/);
    },
  );

  it('is set beside the cookies of the application', async () => {
    const { cookies } = await visit((req, res) => {
      res.cookie('session', '1');
      keepAnonymousId(req, res);
      res.cookie('theme', 'dark');
    });

    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['session', anonymousCookieName, 'theme']);
  });

  it('goes over TLS only where the page does', async () => {
    const configure: Asked['configure'] = (app) => app.set('trust proxy', true);
    const { cookies } = await visit(keepAnonymousId, { configure, headers: { 'x-forwarded-proto': 'https' } });

    expect(cookies).toEqual([expect.stringMatching(/; Secure$/)]);
  });

  it('is not made where it can no longer be set', async () => {
    const { value } = await visit((req, res) => {
      res.flushHeaders();
      return keepAnonymousId(req, res);
    });

    expect(value).toBeUndefined();
  });

  it('is read where it can no longer be set', async () => {
    const late: Parameters<typeof visit<string | undefined>>[0] = (req, res) => {
      res.flushHeaders();
      return keepAnonymousId(req, res);
    };

    expect((await visit(late, { headers: { cookie: `${anonymousCookieName}=${known}` } })).value).toBe(known);
  });
});
