import { html, Markup, spokenMs, spokenSeconds, toAscii } from '../../../../src/express/preview/markup.js';

describe('markup', () => {
  it('escapes its parts, and not those that are markup', () => {
    const inner = html`<i>${'<&"\'>'}</i>`;

    expect(html`<b title="${'"x"'}">${inner}${[inner, inner]}${7}${undefined}</b>`.html).toBe(
      `<b title="&quot;x&quot;">${inner.html.repeat(3)}7</b>`,
    );
  });

  it('is ASCII, whatever it says', () => {
    const text = toAscii(new Markup('é → 🫖 \ud800'));

    expect(text).toMatch(/^[\0-\x7f]*$/);
    expect(text).toBe('&#233; &#8594; &#129750; &#55296;');
  });
});

it.each([
  [-5, 'less than 1 s'],
  [0.9, 'less than 1 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [7_199, '1 h 59 min'],
  [7_200, '2 h'],
  [90_061, '1 d 1 h'],
])('%p seconds are spoken as %s', (seconds, text) => {
  expect(spokenSeconds(seconds)).toBe(text);
});

it.each([
  [0, '0.0 ms'],
  [12.34, '12.3 ms'],
  [9_999, '9999.0 ms'],
  [10_000, '10 s'],
])('%p milliseconds are spoken as %s', (milliseconds, text) => {
  expect(spokenMs(milliseconds)).toBe(text);
});
