/** A table of results: who by colour, numbers under each other. It scrolls in its own box. */
import type { CSSProperties } from 'react';
import { runColour } from '../../parts/useColours.ts';
import type { ReadingTable } from './tables.ts';
import styles from './ReadingTable.module.css';

export interface ReadingTableProps {
  /** For people who listen. */
  readonly name: string;
  readonly table: ReadingTable;
  readonly colours: ReadonlyMap<string, number>;
}

export function ReadingTableView({ name, table, colours }: ReadingTableProps) {
  return (
    <div className={styles.frame} tabIndex={0} role="region" aria-label={name}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map(({ label, kind, help }) => (
              <th key={label} scope="col" data-kind={kind} title={help}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ key, arm, cells, emphasis }) => (
            <tr key={key} data-emphasis={emphasis}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th
                    key={column}
                    scope="row"
                    style={{ '--colour': runColour(colours.get(arm) ?? 0) } as CSSProperties}
                  >
                    <span className={styles.dot} aria-hidden />
                    {cell}
                  </th>
                ) : (
                  <td key={column} data-kind={table.columns[column]!.kind}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
