import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('writes a header and one line per row, numbers as they are', () => {
  const table = { columns: ['run', 'step', 'loss'], rows: [['calm-otter', 10, -0.25]] };
  expect(csvOf(table)).toBe('run,step,loss\r\ncalm-otter,10,-0.25\r\n');
});

it('leaves a cell empty where nothing was measured, and names what is not finite', () => {
  expect(csvOf({ columns: ['a', 'b', 'c', 'd'], rows: [[null, NaN, Infinity, -Infinity]] })).toBe(
    'a,b,c,d\r\n,NaN,Infinity,-Infinity\r\n',
  );
});

it('quotes separators, quotes and line breaks', () => {
  const rows = [['a,b', 'say "x"', 'two\nlines']];
  expect(csvOf({ columns: [], rows })).toBe('\r\n"a,b","say ""x""","two\nlines"\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('disarms the formula %j', (text) => {
  const line = csvOf({ columns: [text], rows: [] });
  expect(line.replace(/^"/, '').startsWith(`'${text[0]}`)).toBe(true);
});

it('disarms a formula that needs quoting, too', () => {
  const line = csvOf({ columns: ['=HYPERLINK("x","y")'], rows: [] });
  expect(line).toBe('"\'=HYPERLINK(""x"",""y"")"\r\n');
});
