import { variants } from './variants.mjs';

const barHeight = 22;
const gap = 8;
const labelWidth = 210;
const barSpace = 430;
const top = 56;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Colours that can be read on a light page and on a dark one. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 15px; }
  .note { fill: #57606a; font-size: 12px; }
  .other { fill: #8c959f; }
  .own { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .own { fill: #4493f8; }
  }`;

const isOwn = (variant) => variants[variant].module === 'own';

function bar({ variant, ofBare, perSecond }, index, scale) {
  const y = top + index * (barHeight + gap);
  const width = Math.max(1, ofBare * scale).toFixed(1);
  const middle = y + barHeight / 2 + 5;
  return `  <text x="${labelWidth - 10}" y="${middle}" text-anchor="end">${escape(variants[variant].label)}</text>
  <rect class="${isOwn(variant) ? 'own' : 'other'}" x="${labelWidth}" y="${y}" width="${width}" height="${barHeight}" rx="3" />
  <text x="${labelWidth + Number(width) + 8}" y="${middle}">${ofBare.toFixed(2)}  (${perSecond.toFixed(0)}/s)</text>`;
}

/** Throughput of all variants as parts of the bare page's, as an SVG. */
export function drawChart(rows, note) {
  const height = top + rows.length * (barHeight + gap) + 12;
  const width = labelWidth + barSpace + 130;
  const sorted = [...rows].sort((one, other) => other.ofBare - one.ofBare);
  const scale = barSpace / Math.max(...rows.map(({ ofBare }) => ofBare));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title note">
  <style>${style}
  </style>
  <text id="title" class="title" x="12" y="22">Pages a second with one remote decision a page; bare Express page = 1</text>
  <text id="note" class="note" x="12" y="42">${escape(note)}</text>
${sorted.map((row, index) => bar(row, index, scale)).join('\n')}
</svg>
`;
}
