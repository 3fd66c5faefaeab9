/**
 * Anything drawn from numbers, with those numbers behind it: the picture, and in the same place a
 * table; CSV and pictures are a menu away. Charts, maps and matrices are framed by it alike.
 */
import { useId, useState, type ReactNode } from 'react';
import { fileNameOf } from '../../store/saveFile.ts';
import type { ChartTable } from './chart.ts';
import { saveCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';
import { SaveMenu, type FileChoice } from './SaveMenu.tsx';
import styles from './Plot.module.css';

export interface DataFigureProps {
  /** Names the figure for screen readers and its files. */
  readonly title: string;
  /** Asked for only when the table is open or saved. */
  readonly table: () => ChartTable;
  /** The legend in words, under the picture. */
  readonly caption?: ReactNode;
  /** Further files than the CSV: pictures. */
  readonly files?: readonly FileChoice[];
  /** The picture; it may lie `absolute` in its area. */
  readonly children: ReactNode;
}

export function DataFigure({ title, table, caption, files = [], children }: DataFigureProps) {
  const [showsData, setShowsData] = useState(false);
  const dataId = useId();
  const csv = { label: 'Numbers, CSV', save: () => saveCsv(table(), fileNameOf(title)) };
  return (
    <figure className={styles.plot}>
      <div className={styles.area}>
        {children}
        <div
          id={dataId}
          className={styles.data}
          hidden={!showsData}
          tabIndex={0}
          role="region"
          aria-label={`Data of ${title}`}
        >
          {showsData && <DataTable title={title} table={table()} />}
        </div>
      </div>
      <figcaption className={styles.foot}>
        <span className={styles.caption}>{caption}</span>
        <button
          type="button"
          className={styles.action}
          aria-expanded={showsData}
          aria-controls={dataId}
          aria-label={`Data of ${title}`}
          onClick={() => setShowsData(!showsData)}
        >
          Data
        </button>
        <SaveMenu title={title} files={[csv, ...files]} />
      </figcaption>
    </figure>
  );
}
