import type { Impression } from '../../../src/events/impression.js';
import type { MarkSealer } from '../../../src/events/mark.js';
import { createPageReports, noReports } from '../../../src/express/page-reports.js';
import type { PageReports } from '../../../src/express/page-reports.js';
import { callUntyped } from '../../support/thrown.js';
import { createMark, createSealer } from '../../support/marks.js';

const { impression } = createMark();

function setUp(changes: { readonly of?: () => Impression | undefined; readonly seal?: Pick<MarkSealer, 'seal'> } = {}) {
  const reported: unknown[] = [];
  const sealer = createSealer();
  const reporting = {
    impressions: 'render' as const,
    anonymous: false,
    sealer: { ...sealer, ...changes.seal },
    track: () => undefined,
    pageEnds: { after: () => undefined },
    scriptUrl: '/p/script-1.js',
    clickUrl: '/p/click',
  };
  const of = changes.of ?? (() => impression);
  const impressions = {
    noteRead: () => undefined,
    of,
    track: () => of() !== undefined,
    trackClick: () => of() !== undefined,
  };
  const reports = createPageReports(reporting, impressions, (thrown) => reported.push(thrown));
  return { reports, reported, sealer };
}

const tokenIn = (text: string): string => /(?:token="|\?t=)([\w-]+)/.exec(text)?.[1] ?? '';

describe('what a page marks', () => {
  it('is sealed with the impression and the name of the element', () => {
    const { reports, sealer } = setUp();

    expect(sealer.open(tokenIn(reports.attrs('hero', { click: ' cta ' })))).toEqual({
      impression,
      elementId: 'cta',
      target: undefined,
    });
    expect(sealer.open(tokenIn(reports.clickUrl('hero', { to: '/sale', elementId: 'cta' })))).toEqual({
      impression,
      elementId: 'cta',
      target: '/sale',
    });
  });

  it.each([['x'.repeat(65)], [''], ['a\nb'], ['\ud800']])('has no name that is none: %j', (click) => {
    const { reports, sealer } = setUp();

    expect(sealer.open(tokenIn(reports.attrs('hero', { click })))?.elementId).toBeUndefined();
  });

  it.each(['javascript:alert(1)', '//evil.example', '/\\evil.example', 'ftp://a.example', '', 'sale'])(
    'leads nowhere where the target is %j',
    (to) => {
      expect([setUp().reports.clickUrl('hero', { to }), noReports.clickUrl('hero', { to })]).toEqual(['#', '#']);
    },
  );

  it('is nothing where the mark is too large for a token', () => {
    const { reports } = setUp({ seal: { seal: () => undefined } });

    expect([reports.attrs('hero', { click: true }), reports.clickUrl('hero', { to: '/sale' })]).toEqual(['', '/sale']);
  });
});

describe('a fault of ours', () => {
  const names = ['attrs', 'elementAttributes', 'clickUrl', 'trackImpression', 'trackClick'] as const;
  const argumentsOf: Readonly<Record<(typeof names)[number], unknown>> = {
    attrs: { click: true },
    elementAttributes: { click: true },
    clickUrl: { to: '/sale' },
    trackImpression: undefined,
    trackClick: undefined,
  };

  it.each(names)('is reported, and %s says what it says without reporting', (name) => {
    const defect = new Error('a defect');
    const { reports, reported } = setUp({
      of: () => {
        throw defect;
      },
    });
    const call = (of: PageReports) => callUntyped(of[name], 'hero', argumentsOf[name]);

    expect(call(reports)).toEqual(call(noReports));
    expect(reported).toEqual([defect]);
  });

  it.each(['attrs', 'clickUrl', 'trackClick'] as const)('is not what a view gets wrong: %s(key, null)', (name) => {
    expect(() => callUntyped(setUp().reports[name], 'hero', null)).not.toThrow();
  });
});
