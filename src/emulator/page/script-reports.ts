/** The chart: a table of figures, each with a bar. Rows stay in place while their figures change. */
export const reportsScript = `
const reportRows = new Map();
let reportsDue = false;
let reportRowsChanged = false;

const inReportOrder = new Intl.Collator('en', { numeric: true }).compare;

function figureCell() {
  const figure = el('span', '');
  const bar = el('span', 'gauge');
  return { node: el('td', '', figure, el('span', 'rail', bar)), figure, bar };
}

function reportRow(variation) {
  const cells = [figureCell(), figureCell(), figureCell()];
  const name = el('th', '', el('bdi', 'clamped', variation || '(none)'));
  name.scope = 'row';
  return { cells, node: el('tr', '', name, ...cells.map((cell) => cell.node)), report: undefined };
}

function showReport(report) {
  const key = JSON.stringify([report.experience, report.variation]);
  const row = reportRows.get(key) || reportRow(report.variation);
  if (row.report === undefined) reportRowsChanged = true;
  row.report = report;
  // The last is the one that was counted last, and the first goes where there are too many.
  reportRows.delete(key);
  reportRows.set(key, row);
  if (reportRows.size > MAX_ROWS) reportRows.delete(reportRows.keys().next().value);
  drawReportsSoon();
}

function clearReports() {
  reportRows.clear();
  reportRowsChanged = true;
  drawReportsSoon();
}

function drawReportsSoon() {
  if (reportsDue) return;
  reportsDue = true;
  requestAnimationFrame(() => {
    reportsDue = false;
    drawReports();
  });
}

function experienceGroup(experience, rows) {
  const name = el('th', '', el('bdi', 'clamped', experience || '(no name)'));
  name.scope = 'rowgroup';
  name.colSpan = 4;
  rows.sort((one, other) => inReportOrder(one.report.variation, other.report.variation));
  return el('tbody', '', el('tr', 'group', name), ...rows.map((row) => row.node));
}

function arrangeReports() {
  const groups = new Map();
  for (const row of reportRows.values()) {
    const { experience } = row.report;
    groups.set(experience, [...(groups.get(experience) || []), row]);
  }
  const names = [...groups.keys()].sort(inReportOrder);
  const table = byId('reports');
  for (const body of [...table.tBodies]) body.remove();
  table.append(...names.map((name) => experienceGroup(name, groups.get(name))));
  table.hidden = names.length === 0;
  byId('reports-note').hidden = names.length === 0;
  byId('reports-empty').hidden = names.length > 0;
}

function percent(share) {
  return (100 * share).toFixed(1) + '%';
}

// A column has its own scale: clicks are so much rarer than impressions that on one scale none could be compared.
function drawColumn(index, valueOf, textOf) {
  const rows = [...reportRows.values()];
  const most = rows.reduce((soFar, { report }) => Math.max(soFar, valueOf(report) || 0), 0);
  for (const { report, cells } of rows) {
    const value = valueOf(report);
    cells[index].figure.textContent = value === undefined ? '–' : textOf(value);
    cells[index].bar.style.inlineSize = value > 0 ? percent(value / most) : '0%';
  }
}

function drawReports() {
  if (reportRowsChanged) arrangeReports();
  reportRowsChanged = false;
  drawColumn(0, (report) => report.impressions, (count) => count.toLocaleString('en'));
  drawColumn(1, (report) => report.clicks, (count) => count.toLocaleString('en'));
  drawColumn(2, (report) => report.clickThroughRate, percent);
}
`;
