/** A figure as rows and columns: behind every chart, and as CSV. */
import { csvOf } from '../../../core/csvText.ts';

export type TableCell = string | number | null;

export interface Table {
  /** With their units: `Test error (%)`. */
  readonly columns: readonly string[];
  /** Digits after the point, by column, as a table shows them; files keep all. */
  readonly decimals?: readonly (number | undefined)[];
  /** null: nothing was measured there. */
  readonly rows: readonly (readonly TableCell[])[];
}

export const csvOfTable = (table: Table): string => csvOf(table);

/** Shares as per cent: 94.2, without what floats add behind the fifteenth digit. */
export const percent = (share: number | null): number | null =>
  share === null ? null : Number((100 * share).toPrecision(15));
