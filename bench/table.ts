import type { Row } from './targets';

const HEAD = ['', 'Bare workflow', 'Handover', 'Ratio', 'Target', ''];

/** The rows as a Markdown table that can be read in a terminal as well. Numbers are aligned to the right. */
export function tableOf(rows: readonly Row[]): string {
  const body = rows.map(({ what, unit, bare, product, ratio, target }) => [
    ...[what, `${bare.toFixed(1)} ${unit}`, `${product.toFixed(1)} ${unit}`, `${ratio.toFixed(2)} ×`],
    ...(target ? [target.text, target.isMet ? '✓' : '✗ missed'] : ['', '']),
  ]);
  const widths = HEAD.map((_, column) => Math.max(3, ...[HEAD, ...body].map((line) => line[column]?.length ?? 0)));
  const isNumber = (column: number) => column >= 1 && column <= 3;
  const padded = (cell: string, column: number) =>
    isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  const line = (cells: readonly string[]) => `| ${cells.map(padded).join(' | ')} |`;
  const rule = widths.map((width, column) => (isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(HEAD), line(rule), ...body.map(line)].join('\n');
}
