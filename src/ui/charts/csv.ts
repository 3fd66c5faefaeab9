/** A table as a CSV file (RFC 4180) that a spreadsheet opens as data, never as formulas. */
import type { ChartTable } from './chart.ts';

/**
 * Note: a spreadsheet runs a cell that starts with one of these as a formula, quoted or not. Text
 * gets an apostrophe in front of it; numbers stay numbers, negative ones too.
 */
const formulaStart = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf({ columns, rows }: ChartTable): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
