/** The numbers behind a chart. A long table shows its newest rows; the CSV file holds them all. */
import type { ChartTable } from './chart.ts';
import controls from '../shell/controls.module.css';
import styles from './Plot.module.css';

const shownRows = 1000;

/** Without `decimals` four significant digits; whole numbers stay whole. */
export function cellText(value: string | number | null, decimals?: number): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return 'not finite';
  if (decimals !== undefined && Math.abs(value) < 1e4) return value.toFixed(decimals);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return String(Number(value.toPrecision(4)));
}

export function DataTable({ title, table }: { title: string; table: ChartTable }) {
  const rows = table.rows.slice(-shownRows);
  const left = table.rows.length - rows.length;
  return (
    <table className={styles.table}>
      <caption className={left > 0 ? undefined : controls.spoken}>
        {title}
        {left > 0 && ` · the last ${rows.length} of ${table.rows.length} rows; the CSV holds all`}
      </caption>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={left + index}>
            {row.map((value, column) => (
              <td key={column} data-kind={typeof value === 'string' ? 'text' : 'number'}>
                {cellText(value, table.decimals?.[column])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
