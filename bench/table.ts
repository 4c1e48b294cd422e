import type { Row } from './compare';

/** The rows as a Markdown table, with the ratio of product to bare. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, unit, bare, product, goal }) => {
    const number = (value: number | null) => (value === null ? '' : `${value.toFixed(1)} ${unit}`);
    const ratio = bare === null ? '' : (product / bare).toFixed(2);
    const extra = bare === null || unit !== 'ms' ? '' : `+${(product - bare).toFixed(1)} ms`;
    return [
      what,
      number(bare),
      number(product),
      ratio,
      extra,
      goal ? `${goal.text}: ${goal.met ? 'met' : 'missed'}` : '',
    ];
  });
  const all = [['', 'bare workflow', 'Handover', 'ratio', 'difference', 'goal'], ...lines];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...body.map(row)].join('\n');
}
