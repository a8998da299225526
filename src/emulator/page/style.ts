/** Colours, light and dark. */
const palette = `
:root {
  --page: #f5f5f2; --card: #fff; --ink: #1b1d24; --quiet: #646773; --line: #e3e3dd; --raised: #f1f1ed;
  --accent: #4450c8; --good: #14693f; --good-back: #e0f2e7; --fair: #855000; --fair-back: #fcefd6;
  --bad: #a8231b; --bad-back: #fbe4e2; --shadow: 0 1px 2px rgb(20 20 30 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121317; --card: #1a1c22; --ink: #ebebf0; --quiet: #9fa2af; --line: #2c2f38; --raised: #23262e;
    --accent: #a3acff; --good: #7fdcab; --good-back: #17301f; --fair: #f2be72; --fair-back: #33280f;
    --bad: #ff978f; --bad-back: #391b19; --shadow: none;
  }
}
`;

const frame = `
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
body {
  background: var(--page); color: var(--ink); max-width: 1320px; margin: 0 auto; padding: 20px 24px 48px;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
h1 { font-size: 19px; line-height: 1.2; letter-spacing: -.01em; }
h2 { font-size: 14px; }
code, pre, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
ol { list-style: none; padding: 0; }
.quiet { color: var(--quiet); }
.top { display: flex; align-items: center; gap: 12px; margin-bottom: 18px; }
.title { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.logo { flex: none; }
.live { display: inline-flex; align-items: center; gap: 7px; color: var(--quiet); font-size: 13px; }
.live::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--fair); }
.live.on::before { background: #2aa866; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 12px 16px; min-height: 48px; }
.bar h2 { margin-right: auto; }
.count { margin-left: 4px; color: var(--quiet); font-weight: 500; }
main { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 16px; align-items: start; margin-top: 16px; }
.side { display: grid; gap: 16px; }
.empty { color: var(--quiet); padding: 26px 16px 30px; text-align: center; border-top: 1px solid var(--line); }
.alert { background: var(--bad-back); color: var(--bad); border-radius: 12px; padding: 12px 16px; margin-bottom: 16px; overflow-wrap: anywhere; }
.alert p { font-weight: 600; }
@media (max-width: 860px) {
  body { padding: 14px 12px 40px; }
  main { grid-template-columns: minmax(0, 1fr); }
  #calls { max-height: 75vh; overflow: auto; }
  .faults h2, .form label { flex-basis: 100%; }
}
`;

const controls = `
button, select { font: inherit; color: inherit; }
select { background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: 3px 6px; }
label { color: var(--quiet); font-size: 13px; }
label select { color: var(--ink); margin-left: 4px; }
.buttons { display: flex; flex-wrap: wrap; gap: 7px; padding: 0 16px 14px; }
.buttons button, .plain {
  background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 4px 11px; font-size: 13px; cursor: pointer;
}
.buttons button:hover, .plain:hover { border-color: var(--accent); color: var(--accent); }
.buttons button[aria-pressed="true"] { background: var(--bad-back); border-color: var(--bad); color: var(--bad); font-weight: 600; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.active {
  display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; padding: 9px 16px;
  background: var(--bad-back); color: var(--bad); font-size: 13px;
}
.active span { margin-right: auto; overflow-wrap: anywhere; }
.active .plain { background: none; border-color: currentcolor; }
`;

const rows = `
.row { border-top: 1px solid var(--line); }
.row > summary, .row > .line { display: grid; gap: 4px 10px; padding: 9px 16px; cursor: pointer; list-style: none; }
.row > .line { cursor: default; }
.row > summary::-webkit-details-marker { display: none; }
.row > summary:hover, .row[open] > summary { background: var(--raised); }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 3px 10px; min-width: 0; }
.head .who { flex: 1 1 90px; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.head strong { font-weight: 600; overflow-wrap: anywhere; }
.time { color: var(--quiet); font-size: 12.5px; font-variant-numeric: tabular-nums; }
.tag { border-radius: 6px; padding: 1px 7px; font-size: 12px; font-weight: 600; white-space: nowrap; background: var(--raised); color: var(--quiet); }
.tag.good { background: var(--good-back); color: var(--good); }
.tag.fair { background: var(--fair-back); color: var(--fair); }
.tag.bad { background: var(--bad-back); color: var(--bad); }
.row[open] > summary .tag:not(.good, .fair, .bad) { background: var(--card); }
.chips { display: flex; flex-wrap: wrap; gap: 5px; }
.chip { border-radius: 99px; padding: 0 9px; font-size: 12.5px; border: 1px solid var(--line); color: var(--quiet); overflow-wrap: anywhere; }
.chip.good { border-color: transparent; background: var(--good-back); color: var(--good); }
.note { font-size: 13px; color: var(--quiet); overflow-wrap: anywhere; }
.note.bad { color: var(--bad); }
.body { padding: 4px 16px 16px; background: var(--raised); display: grid; gap: 10px; }
.key { background: var(--card); border: 1px solid var(--line); border-radius: 9px; padding: 9px 12px; overflow-wrap: anywhere; }
.key ul { padding-left: 0; margin-top: 4px; list-style: none; font-size: 13px; }
.key li { padding: 1px 0 1px 16px; text-indent: -16px; color: var(--quiet); }
.key li b { color: var(--ink); font-weight: 600; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 9px; padding: 10px 12px; overflow: auto; max-height: 360px; white-space: pre-wrap; overflow-wrap: anywhere; }
.fresh > summary, .fresh > .line { animation: fresh 1.6s ease-out; }
@keyframes fresh { from { background: var(--good-back); } }
@media (prefers-reduced-motion: reduce) { .fresh > summary, .fresh > .line { animation: none; } }
`;

const reports = `
.reports { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 13px; }
.reports th, .reports td { padding: 5px 6px 7px; vertical-align: top; text-align: end; font-weight: 400; }
.reports th:first-child { padding-inline-start: 16px; text-align: start; overflow-wrap: anywhere; }
.reports th:last-child, .reports td:last-child { padding-inline-end: 16px; }
.reports thead th:first-child { width: 24%; }
.reports thead th:last-child { width: 31%; }
.reports thead tr > * { padding-block: 0 7px; color: var(--quiet); font-size: 12px; }
.reports .group th { padding-block: 9px 2px; border-top: 1px solid var(--line); font-weight: 600; }
.reports tr:last-child > * { padding-block-end: 12px; }
.reports td { font-variant-numeric: tabular-nums; }
.rail { display: block; height: 5px; margin-top: 3px; border-radius: 3px; background: var(--raised); overflow: hidden; }
.gauge { display: block; height: 100%; border-radius: 3px; background: var(--quiet); transition: inline-size .3s ease-out; }
td:nth-child(3) .gauge { background: var(--good); }
td:last-child .gauge { background: var(--accent); }
.clamped { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.footnote { padding: 6px 16px 13px; color: var(--quiet); font-size: 12px; }
@media (prefers-reduced-motion: reduce) { .gauge { transition: none; } }
`;

const preview = `
.fold { margin-top: 16px; }
.fold > summary { cursor: pointer; }
.fold > summary h2 { margin-right: 0; }
.fold > summary::before { content: "+"; width: 8px; color: var(--quiet); font-weight: 600; }
.fold[open] > summary::before { content: "\\2212"; }
.fold > summary .quiet { font-size: 13px; }
.form { border-top: 1px solid var(--line); padding-top: 12px; }
.choices, .fields { display: flex; flex-wrap: wrap; gap: 10px 14px; padding: 0 16px 12px; align-items: end; }
.form label:not(.check) { display: grid; gap: 3px; min-width: 0; max-width: 100%; }
.choices label b { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
.form select, .form input:not([type="checkbox"]) { height: 31px; }
.form select { margin-left: 0; max-width: 100%; }
.fields .wide { flex: 1 1 220px; }
.fields .check { display: inline-flex; gap: 6px; align-items: center; padding-bottom: 5px; color: var(--ink); }
input:not([type="checkbox"]) { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: 4px 8px; width: 100%; min-width: 0; }
.wide input { color: var(--ink); }
.strong { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
.strong:hover { color: var(--card); filter: brightness(1.1); }
.made { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; margin: 0 16px 12px; padding: 10px 12px; background: var(--raised); border-radius: 9px; font-size: 13px; }
.made a { flex: 1 1 260px; min-width: 0; color: var(--accent); overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: minmax(84px, max-content) minmax(0, 1fr); gap: 2px 14px; font-size: 13px; margin-top: 4px; }
.facts dt { color: var(--quiet); overflow-wrap: anywhere; }
.facts dd { overflow-wrap: anywhere; }
.key li.held { color: var(--good); }
`;

export const pageStyle: string = palette + frame + controls + rows + reports + preview;
