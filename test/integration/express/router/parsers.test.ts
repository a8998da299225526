import { text } from 'node:stream/consumers';
import type { RequestHandler } from 'express';
import request from 'supertest';
import { createMark, sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, reportOf } from './support.js';

/** Lets others run, as a session store does. */
const wait: RequestHandler = (_req, _res, next) => {
  setTimeout(next, 5);
};

/** Reads the body and keeps it, or what comes of it, as `req.body`. */
const consume =
  (make: (body: string) => unknown): RequestHandler =>
  (req, _res, next) => {
    void text(req).then((body) => {
      req.body = make(body);
      next();
    });
  };

/** Looks at the body while it passes. */
const watch: RequestHandler = (req, _res, next) => {
  req.on('data', () => undefined);
  next();
};

describe.each(expressVersions)('on %s, a report is read', (_name, express) => {
  const everything = { type: () => true };

  it.each<[string, readonly RequestHandler[]]>([
    ['no parser', []],
    ['something that takes its time', [wait]],
    ['something that watches the body', [watch]],
    ['a parser of JSON', [express.json()]],
    ['a parser of forms', [express.urlencoded({ extended: true })]],
    ['a parser of JSON for every type', [express.json(everything)]],
    ['a parser of text', [express.text()]],
    ['a parser of text, and something that takes its time', [express.text(), wait]],
    ['a parser of bytes', [express.raw(everything)]],
    ['all of them', [express.json(), express.urlencoded({ extended: true }), express.raw(), express.text()]],
    ['a parser of its own', [consume((body) => JSON.parse(body) as unknown)]],
    ['a reader of its own', [consume((body) => body)]],
    ['a reader of its own that gives bytes', [consume((body) => new TextEncoder().encode(body))]],
  ])('behind %s', async (_case, handlers) => {
    const { report, sealer, tracked } = openRouter(express, handlers);
    const mark = createMark();

    await report(reportOf([sealed(sealer, mark), 'shown'])).expect(204, '');

    expect(tracked.map(({ uuid }) => uuid)).toEqual([mark.impression.uuid]);
  });

  it('whatever it says that it is', async () => {
    const { app, sealer, tracked } = openRouter(express, [express.json()]);

    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      await request(app)
        .post('/personalize/events')
        .set({ 'Sec-Fetch-Site': 'same-origin', 'Content-Type': type })
        .serialize(String)
        .send(reportOf([sealed(sealer), 'shown']))
        .expect(204);
    }

    expect(tracked).toHaveLength(4);
  });

  it('by nobody else afterwards: other paths keep their bodies', async () => {
    const { app } = openRouter(express);
    app.post('/form', express.urlencoded({ extended: true }), (req, res) => {
      res.json(req.body);
    });

    await request(app).post('/form').type('form').send('a=1').expect(200, { a: '1' });
  });

  it.each<[string, readonly RequestHandler[]]>([
    ['nothing', [consume(() => undefined)]],
    ['an object of its own', [consume(() => ({ fields: 1 }))]],
    ['a form', [express.urlencoded({ extended: true, type: () => true })]],
    ['a list', [consume(() => [1])]],
    [
      'a body that throws when it is read',
      [
        consume(() => ({
          get events() {
            throw new Error('mine');
          },
        })),
      ],
    ],
  ])('and refused where a parser has made of it %s', async (_case, handlers) => {
    const { report, sealer, tracked } = openRouter(express, handlers);

    await report(reportOf([sealed(sealer), 'shown'])).expect(204, '');

    expect(tracked).toEqual([]);
  });
});
