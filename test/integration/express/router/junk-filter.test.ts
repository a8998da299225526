import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { RequestHandler } from 'express';
import request from 'supertest';
import type { Mark } from '../../../../src/events/mark.js';
import { createMark, sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, openSocket, reportHead, reportOf } from './support.js';

const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };
const nothing = { accepted: 0, duplicates: 0, refused: {} };
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36';

type Site = ReturnType<typeof openRouter>;
type Case = readonly [name: string, headers: Readonly<Record<string, string>>, body: string, reasons: object];

const junk: readonly Case[] = [
  ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, reportOf(['x', 'shown']), { CROSS_SITE: 1 }],
  ['of which no browser says where it is from', {}, reportOf(['x', 'shown']), { CROSS_SITE: 1 }],
  ['without a body', sameOrigin, '', { MALFORMED: 1 }],
  ['that is no JSON', sameOrigin, '{"events":[["x","shown"],[1],null,', { MALFORMED: 1 }],
  ['of misshapen events', sameOrigin, reportOf(['x', 'clicked', 6], ['x'], 'shown'), { MALFORMED: 3 }],
  ['of no event', sameOrigin, reportOf(), {}],
  ['with forged tokens', sameOrigin, reportOf(['x', 'shown'], ['y', 'clicked', 1]), { BAD_TOKEN: 2 }],
  ['that is too large', sameOrigin, 'x'.repeat(32_769), { TOO_LARGE: 1 }],
];

describe.each(expressVersions)('on %s, behind the filter', (_name, express) => {
  /** The application in two forms: as it is, and behind the filter. `seen`: what got to it. */
  function openBoth(handlers: readonly RequestHandler[] = [], changes: Parameters<typeof openRouter>[2] = {}) {
    const open = (): Site & { readonly seen: string[] } => {
      const seen: string[] = [];
      const note: RequestHandler = ({ method, url }, _res, next) => {
        seen.push(`${method} ${url}`);
        next();
      };
      return { ...openRouter(express, [note, ...handlers], changes), seen };
    };
    const plain = open();
    const site = open();
    return { plain, site, filtered: createServer(site.router.refuseJunk(site.app)) };
  }

  const post = (to: Parameters<typeof request>[0], headers: Readonly<Record<string, string>>, body: string) =>
    request(to)
      .post('/personalize/events')
      .set({ 'Content-Type': 'text/plain;charset=UTF-8', 'User-Agent': browser, ...headers })
      .send(body);

  it.each(junk)('a report %s does not get to the application, and is answered and counted alike', async (...given) => {
    const [, headers, body, refused] = given;
    const { plain, site, filtered } = openBoth();

    const wanted = await post(plain.app, headers, body);
    const answer = await post(filtered, headers, body);

    const without = ({ headers: { date: _date, 'x-powered-by': _by, ...rest } }: typeof answer) => rest;
    expect([answer.status, answer.text, without(answer)]).toEqual([wanted.status, wanted.text, without(wanted)]);
    expect(site.router.counts()).toEqual({ ...nothing, refused });
    expect(site.router.counts()).toEqual(plain.router.counts());
    expect([site.seen, plain.seen.length]).toEqual([[], 1]);
  });

  it('a forged link gets the same answer, too', async () => {
    const { plain, site, filtered } = openBoth();

    const wanted = await request(plain.app).get('/personalize/click?t=forged').expect(404);
    const answer = await request(filtered).get('/personalize/click?t=forged').expect(404);

    expect([answer.text, answer.headers['cache-control']]).toEqual([wanted.text, wanted.headers['cache-control']]);
    expect([site.seen, site.router.counts()]).toEqual([[], { ...nothing, refused: { BAD_TOKEN: 1 } }]);
  });

  const everything = { type: () => true };

  it.each<[string, readonly RequestHandler[]]>([
    ['no parser', []],
    ['a parser of JSON for every type', [express.json(everything)]],
    ['a parser of text', [express.text()]],
    ['a parser of bytes', [express.raw(everything)]],
    ['all of them', [express.json(), express.urlencoded({ extended: true }), express.raw(), express.text()]],
    [
      'something that takes its time',
      [
        (_req, _res, next) => {
          setTimeout(next, 5);
        },
      ],
    ],
    [
      'a reader of its own',
      [
        (req, _res, next) => {
          void text(req).then((body) => {
            req.body = body;
            next();
          });
        },
      ],
    ],
  ])('a good report gets through to %s, whole', async (_case, handlers) => {
    const { site, filtered } = openBoth(handlers);
    const mark: Mark = createMark();
    const body = reportOf(['forged', 'shown'], [sealed(site.sealer, mark), 'shown']);

    await post(filtered, sameOrigin, body).expect(204, '');

    expect(site.tracked.map(({ uuid }) => uuid)).toEqual([mark.impression.uuid]);
    expect(site.router.counts()).toEqual({ ...nothing, accepted: 1, refused: { BAD_TOKEN: 1 } });
  });

  it('what only the application can judge gets to it: an origin, many tokens, pieces, other paths and methods', async () => {
    const { site, filtered } = openBoth();
    const many = reportOf(...Array.from({ length: 6 }, () => ['x', 'shown']));

    const good = reportOf([sealed(site.sealer), 'shown']);

    await post(filtered, { Origin: 'https://evil.example' }, good).expect(204);
    await post(filtered, sameOrigin, many).expect(204);
    const socket = await openSocket(site.router.refuseJunk(site.app));
    socket.write(`${reportHead('Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`);
    await once(socket, 'data');
    await request(filtered).get('/personalize/events').expect(404);
    await request(filtered).get('/other?t=forged').expect(404);
    await request(filtered).get('/personalize/script.js').expect(200);

    expect(site.seen).toHaveLength(6);
    expect(site.router.counts().refused).toMatchObject({ BAD_TOKEN: 6, CROSS_SITE: 1 });
  });

  it('a link that counts leads on', async () => {
    const { site, filtered } = openBoth();

    await request(filtered)
      .get(`/personalize/click?t=${sealed(site.sealer)}`)
      .set({ 'User-Agent': browser })
      .expect(302)
      .expect('Location', '/sale?from=hero');

    expect(site.tracked).toHaveLength(1);
  });

  it('a connection serves one after the other, junk and not', async () => {
    const { site } = openBoth();
    const socket = await openSocket(site.router.refuseJunk(site.app));
    const good = reportOf([sealed(site.sealer), 'shown']);
    let answers = '';
    socket.on('data', (data) => (answers += data.toString('latin1')));
    for (const [index, body] of ['{', good, reportOf(['x', 'shown']), good, '{'].entries()) {
      socket.write(`${reportHead(`Content-Length: ${body.length}`, `User-Agent: ${browser}`)}${body}`);
      while (answers.split('HTTP/1.1 204').length - 1 <= index) await once(socket, 'data');
    }

    expect(site.router.counts()).toEqual({ accepted: 1, duplicates: 1, refused: { MALFORMED: 2, BAD_TOKEN: 1 } });
  });

  it('a body that never comes is given up', async () => {
    const { site } = openBoth();
    const socket = await openSocket(site.router.refuseJunk(site.app));
    const answered = text(socket);
    socket.write(`${reportHead('Content-Length: 30000')}{`);
    while (site.clock.pendingTimers === 0) await new Promise(setImmediate);
    site.clock.advance(5_000);

    expect(await answered).toMatch(/^HTTP\/1\.1 204 /);
    expect([site.seen, site.router.counts().refused]).toEqual([[], { INCOMPLETE: 1 }]);
  });

  it('what fails in it is left to the application', async () => {
    const failing = (): never => {
      throw new Error('it failed');
    };
    const { site, filtered } = openBoth([], {
      sealer: { seal: failing, open: failing, openLink: failing, clickUuid: failing },
    });

    await post(filtered, sameOrigin, reportOf(['x', 'shown'])).expect(204);
    await request(filtered).get('/personalize/click?t=x');

    expect(site.seen).toHaveLength(2);
    expect(JSON.stringify(site.logger.lines)).toContain('MOE_WARN_INTERNAL');
  });
});
