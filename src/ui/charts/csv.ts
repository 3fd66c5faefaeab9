/** The table of a chart as a CSV file. */
import { csvOf } from '../../core/csvText.ts';
import { saveText } from '../../store/saveFile.ts';
import type { ChartTable } from './chart.ts';

export { csvOf } from '../../core/csvText.ts';

/** @param name of the file, without its ending */
export function saveCsv(table: ChartTable, name: string): void {
  saveText(csvOf(table), { name: `${name}.csv`, type: 'text/csv' });
}
