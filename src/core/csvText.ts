/** A table as CSV text (RFC 4180) that a spreadsheet opens as data, never as formulas. */

interface CsvTable {
  readonly columns: readonly string[];
  /** null: nothing was measured there. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/**
 * Note: a spreadsheet runs a cell that starts with one of these as a formula, quoted or not. Text
 * gets an apostrophe in front of it; numbers stay numbers, negative ones too.
 */
const formulaStart = /^[=+\-@\t\r]/;

/** Empty where nothing was measured; `NaN` and `Infinity`, which NumPy, R and pandas read, are named. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf({ columns, rows }: CsvTable): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
