/** Tables as text, for a spreadsheet or a wiki. */

type Row = readonly string[];

export function asTsv(head: Row, rows: readonly Row[]): string {
  return [head, ...rows]
    .map((row) => `${row.map((cell) => guarded(cell.replace(/\s+/g, ' '))).join('\t')}\n`)
    .join('');
}

export function asMarkdown(head: Row, rows: readonly Row[]): string {
  const line = (row: Row) =>
    `| ${row.map((cell) => cell.replace(/\s+/g, ' ').replace(/[\\|<`*_[\]]/g, '\\$&')).join(' | ')} |\n`;
  const rule = `|${head.map(() => '---').join('|')}|\n`;
  return [line(head), rule, ...rows.map(line)].join('');
}

/** A spreadsheet takes a cell that starts like this for a formula. */
function guarded(cell: string): string {
  return /^[=+\-@]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
}
