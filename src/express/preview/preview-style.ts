/** Colours, light and dark; `@@` is what all of it is in. What the page itself says of anything in here is taken back first. */
const palette = `
@@, @@ * { all: revert; box-sizing: border-box; }
@@ {
  --page: #f5f5f2; --card: #fff; --ink: #1b1d24; --quiet: #5f6270; --line: #e0e0da; --raised: #f1f1ed;
  --accent: #4450c8; --good: #14693f; --good-back: #e0f2e7; --fair: #855000; --fair-back: #fcefd6;
  --bad: #a8231b; --bad-back: #fbe4e2; --amber: #ffc933; --amber-ink: #241a00;
  display: block; color-scheme: light dark; text-align: start;
  font: 14px/1.5 system-ui, sans-serif; color: var(--ink);
}
@media (prefers-color-scheme: dark) {
  @@ {
    --page: #121317; --card: #1a1c22; --ink: #ebebf0; --quiet: #a3a6b3; --line: #2f323c; --raised: #23262e;
    --accent: #a3acff; --good: #7fdcab; --good-back: #17301f; --fair: #f2be72; --fair-back: #33280f;
    --bad: #ff978f; --bad-back: #391b19;
  }
}
@@ :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@@ summary { cursor: pointer; }
`;

/** The badge stays in sight wherever the page is scrolled to; the space below keeps the page's own end in sight. */
const badge = `
@@ .badge {
  position: fixed; z-index: 2147483647; inset: auto 0 14px 0; margin: 0 auto; padding: 0; border: 0; overflow: hidden;
  width: fit-content; min-width: min(440px, calc(100vw - 24px)); max-width: min(720px, calc(100vw - 24px));
  max-height: 60vh; overflow-y: auto; color: var(--amber-ink); background: var(--amber); border-radius: 14px;
  box-shadow: 0 0 0 1px rgb(0 0 0 / 35%), 0 10px 34px rgb(0 0 0 / 38%); color-scheme: light;
}
@@ .badge::before {
  content: ""; display: block; height: 7px;
  background: repeating-linear-gradient(-45deg, #241a00 0 9px, #ffc933 9px 18px);
}
@@ .bar { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 16px; padding: 10px 14px 12px 16px; background: none; }
@@ .bar details { flex: 1 1 auto; min-width: 0; }
@@ .bar summary { color: inherit; padding: 4px 0; }
@@ .bar .time { white-space: nowrap; }
@@ .bar ul { list-style: none; margin: 4px 0 2px; padding: 0; max-width: 470px; display: flex; flex-wrap: wrap; gap: 6px; }
@@ .bar li { overflow-wrap: anywhere; padding: 2px 10px; border-radius: 8px; background: rgb(0 0 0 / 9%); }
@@ .bar li b { font-weight: 650; }
@@ .bar .state { display: inline-block; margin-left: 4px; padding: 0 8px; border-radius: 99px; font-size: 12.5px; background: rgb(0 0 0 / 12%); }
@@ .bar .wrong { background: #8f1008; color: #fff; }
@@ .leave {
  flex: none; margin-left: auto; padding: 6px 14px; border-radius: 9px; background: var(--amber-ink); color: #ffe9a8;
  font-weight: 600; text-decoration: none;
}
@@ .space { font-size: 14px; line-height: 21px; }
@@ .panel + .space { background: var(--page); }
@media (max-width: 560px) { @@ .badge { inset-block-end: 10px; } }
`;

const panel = `
@@ .panel { background: var(--page); border-top: 3px solid var(--amber); padding: 0 24px 8px; font-size: 14px; }
@@ .panel > summary { max-width: 1180px; margin: 0 auto; padding: 14px 0; font-size: 16px; }
@@ .panel > summary span { color: var(--quiet); font-size: 13.5px; margin-left: 8px; }
@@ .columns { max-width: 1180px; margin: 0 auto; display: grid; grid-template-columns: minmax(0, 1.6fr) minmax(0, 1fr); gap: 14px; align-items: start; }
@@ .side { display: grid; gap: 14px; }
@@ .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
@@ .card h2 { font-size: 14px; line-height: 1.4; margin: 0; padding: 12px 16px; font-weight: 650; }
@@ .card h2 span { color: var(--quiet); font-weight: 500; margin-left: 4px; }
@@ .card > p { margin: 0; padding: 14px 16px 16px; border-top: 1px solid var(--line); color: var(--quiet); }
@@ .row { border-top: 1px solid var(--line); }
@@ .row > summary { display: flex; flex-wrap: wrap; align-items: center; gap: 3px 10px; padding: 10px 16px; list-style: none; }
@@ .row > summary::before { content: "+"; width: 10px; color: var(--quiet); font-weight: 600; }
@@ .row[open] > summary::before { content: "\\2212"; }
@@ .row[open] > summary { background: var(--raised); }
@@ .row strong { font-weight: 650; overflow-wrap: anywhere; }
@@ .row .end { margin-left: auto; }
@@ .row .why { flex-basis: 100%; padding-left: 20px; color: var(--quiet); font-size: 13px; }
@@ .body { padding: 4px 16px 16px; background: var(--raised); }
@@ .body h3 { font-size: 12.5px; font-weight: 600; margin: 10px 0 5px; color: var(--quiet); }
@@ .tag { border-radius: 6px; padding: 1px 8px; font-size: 12px; font-weight: 650; white-space: nowrap; background: var(--raised); color: var(--quiet); }
@@ .row[open] > summary .tag:not(.good, .fair, .bad) { background: var(--card); }
@@ .card .tag.good { background: var(--good-back); color: var(--good); }
@@ .card .tag.fair { background: var(--fair-back); color: var(--fair); }
@@ .card .tag.bad { background: var(--bad-back); color: var(--bad); }
@@ .quiet { color: var(--quiet); font-size: 12.5px; font-variant-numeric: tabular-nums; }
@@ pre {
  margin: 0; padding: 10px 12px; overflow: auto; max-height: 320px; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--card); border: 1px solid var(--line); border-radius: 9px; color: var(--ink);
  font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace;
}
@@ .facts { display: grid; grid-template-columns: minmax(92px, max-content) minmax(0, 1fr); gap: 5px 14px; margin: 0; padding: 12px 16px 16px; border-top: 1px solid var(--line); font-size: 13px; }
@@ .facts dt { color: var(--quiet); overflow-wrap: anywhere; }
@@ .facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 860px) {
  @@ .panel { padding: 0 12px 8px; }
  @@ .panel > summary span { display: block; margin-left: 0; }
  @@ .columns { grid-template-columns: minmax(0, 1fr); }
  @@ .row .end { flex-basis: 100%; margin-left: 20px; }
}
`;

/** Of all that pages are given for a preview. ASCII. */
export const previewCss: string = (palette + badge + panel).replaceAll('@@', '#moe-preview');
