/**
 * The one wrapper around plotly. A chart is a picture with a summary in words; behind it, in the
 * same place, lie its numbers as a table; CSV, PNG and SVG are a menu away. It takes the size of its
 * container, follows the theme, and redraws five times a second at most.
 */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { fileNameOf, saveText } from '../../store/saveFile.ts';
import { Menu } from '../parts/Menu.tsx';
import { useColours } from '../parts/useColours.ts';
import { useSize } from '../parts/useSize.ts';
import type { Chart, ChartTable } from './chart.ts';
import { csvOf } from './csv.ts';
import { DataTable } from './DataTable.tsx';
import { createDrawer, type Drawer } from './drawer.ts';
import styles from './Plot.module.css';

export interface PlotProps {
  /** Names the chart for screen readers and its files. */
  readonly title: string;
  /** What the chart shows, in words. */
  readonly summary: string;
  readonly chart: Chart;
  /** Asked for only when the table is open or saved. */
  readonly table: () => ChartTable;
  /** The legend in words, under the chart. */
  readonly caption?: ReactNode;
  /** Shown over the empty axes while there is nothing to draw. */
  readonly empty?: string | undefined;
}

export function Plot({ title, summary, chart, table, caption, empty }: PlotProps) {
  const [showsData, setShowsData] = useState(false);
  const dataId = useId();
  const { canvas, drawer, failed, retry } = useDrawer(chart);
  const saveCsv = () =>
    saveText(csvOf(table()), { name: `${fileNameOf(title)}.csv`, type: 'text/csv' });
  const savePicture = (format: 'png' | 'svg') =>
    void drawer.current?.save(format, { title, name: fileNameOf(title) });

  return (
    <figure className={styles.plot}>
      <div className={styles.area}>
        <div ref={canvas} className={styles.canvas} role="img" aria-label={summary} />
        {empty && !failed && (
          <p className={styles.note}>
            <span>{empty}</span>
          </p>
        )}
        {failed && (
          <p className={styles.note} role="status">
            The chart could not be loaded; its numbers are under Data.{' '}
            <button type="button" className={styles.action} onClick={retry}>
              Try again
            </button>
          </p>
        )}
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
        <Menu label="Save" name={`Save ${title}`}>
          <button type="button" onClick={saveCsv}>
            Numbers, CSV
          </button>
          <button type="button" onClick={() => savePicture('png')} disabled={failed}>
            Picture, PNG
          </button>
          <button type="button" onClick={() => savePicture('svg')} disabled={failed}>
            Drawing, SVG
          </button>
        </Menu>
      </figcaption>
    </figure>
  );
}

/** Keeps the drawing in `canvas` up to date with the chart, the theme and the size. */
function useDrawer(chart: Chart) {
  const canvas = useRef<HTMLDivElement>(null);
  const drawer = useRef<Drawer>(null);
  const [attempt, setAttempt] = useState(0);
  const [failedAttempt, setFailedAttempt] = useState(-1);
  const colours = useColours();
  const size = useSize(canvas);

  useEffect(() => {
    const created = createDrawer(canvas.current!, () => setFailedAttempt(attempt));
    drawer.current = created;
    return () => created.dispose();
  }, [attempt]);

  useEffect(() => {
    if (size) drawer.current?.draw({ chart, colours, size });
  }, [chart, colours, size, attempt]);

  const retry = () => setAttempt(attempt + 1);
  return { canvas, drawer, failed: failedAttempt === attempt, retry };
}
