import { text } from 'node:stream/consumers';
import { csvOf } from '../../platform/csv';

async function written(...rows: readonly Record<string, unknown>[]): Promise<string> {
  const csv = csvOf(['a', 'b']);
  for (const row of rows) csv.write(row);
  csv.end();
  return text(csv);
}

test.each([
  '=1+1',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  '\tx',
])('a cell that begins like %j is text to a spreadsheet', async (cell) => {
  const [, line = ''] = /^a,b\n([\s\S]*)\n$/.exec(await written({ a: cell, b: 'x' })) ?? [];
  expect(line.replace(/"/g, '')).toBe(`'${cell},x`);
});

test('other cells stay as they are: numbers, texts with a sign in the middle, JSON', async () => {
  expect(await written({ a: -5, b: 'a=b' }, { a: null, b: { c: '=1' } })).toBe('a,b\n-5,a=b\n,"{""c"":""=1""}"\n');
});
