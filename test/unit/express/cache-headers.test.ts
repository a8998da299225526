import { closeGiven } from '../../../src/express/close-headers.js';
import { endsInStoreHeader } from '../../../src/express/store-header.js';

it('this Node sends headers through where the guard stands', () => {
  expect(endsInStoreHeader()).toBe(true);
});

describe('headers that writeHead is given', () => {
  const close = (headers: object, areAll = true) => {
    const overruled: string[] = [];
    return { closed: closeGiven(headers, areAll, (name) => overruled.push(name)), overruled };
  };

  it.each([
    [
      { 'CACHE-control': 'public', a: ['1', '2'] },
      { 'CACHE-control': 'private, no-store', a: ['1', '2'] },
    ],
    [{ a: '1' }, { a: '1', 'Cache-Control': 'private, no-store' }],
    [{ 'cache-control': 'no-store' }, { 'cache-control': 'no-store' }],
    [{}, { 'Cache-Control': 'private, no-store' }],
    [
      ['Cache-Control', 'public', 'A', ['1', '2']],
      ['Cache-Control', 'private, no-store', 'A', ['1', '2']],
    ],
    [
      ['A', '1'],
      ['A', '1', 'Cache-Control', 'private, no-store'],
    ],
    [
      ['Cache-Control', 'private', 'Cache-Control', 'public'],
      ['Cache-Control', 'private', 'Cache-Control', 'private, no-store'],
    ],
    [
      [
        ['Expires', '9'],
        ['A', '1'],
      ],
      [
        ['Expires', '0'],
        ['A', '1'],
        ['Cache-Control', 'private, no-store'],
      ],
    ],
    [[], ['Cache-Control', 'private, no-store']],
  ])('%j become %j', (headers, expected) => {
    expect(close(headers).closed).toEqual(expected);
  });

  it('are not changed themselves, since the application may use them for the next page', () => {
    const headers = Object.freeze({ 'Cache-Control': 'public' });
    const list = Object.freeze(['Cache-Control', 'public']);

    expect([close(headers).closed, close(list).closed]).toEqual([
      { 'Cache-Control': 'private, no-store' },
      ['Cache-Control', 'private, no-store'],
    ]);
    expect([headers, list]).toEqual([{ 'Cache-Control': 'public' }, ['Cache-Control', 'public']]);
  });

  it('need not say Cache-Control where it is set beside them', () => {
    expect(close({ a: '1' }, false).closed).toEqual({ a: '1' });
  });

  it('tell what was overruled', () => {
    expect(close({ 'Cache-Control': 'public', 'CDN-Cache-Control': 'max-age=9', Expires: '9' }).overruled).toEqual([
      'cache-control',
      'cdn-cache-control',
    ]);
  });
});
