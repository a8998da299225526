/** @typedef {{ title: string, columns: readonly [heading: string, cell: (row: any) => string][] }} TableShape */

/** Text in columns: the first is set to the left, figures to the right. */
function formatLines(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isText = rows[0].map((_, column) => rows.slice(1).every((row) => !/^[->\d]/.test(row[column])));
  return rows.map((row) =>
    row
      .map((cell, column) => (isText[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  '),
  );
}

/** @param {TableShape} shape */
export function formatTable({ title, columns }, rows) {
  const headings = columns.map(([heading]) => heading);
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
  const [head, ...lines] = formatLines([headings, ...cells]);
  return ['', title, head, '─'.repeat(head.length), ...lines].join('\n');
}
