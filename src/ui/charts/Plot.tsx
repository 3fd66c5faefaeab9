/**
 * The one wrapper around plotly. A chart is a picture with a summary in words, its numbers behind
 * it, and a cursor for pointer and keyboard. It takes the size of its container, follows the theme,
 * and redraws five times a second at most.
 */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { fileNameOf } from '../../store/saveFile.ts';
import { useColours } from '../parts/useColours.ts';
import { useSize } from '../parts/useSize.ts';
import type { Chart, ChartTable } from './chart.ts';
import { moveCursor, useCursor } from './cursor.ts';
import { CursorSlider } from './CursorSlider.tsx';
import { DataFigure } from './DataFigure.tsx';
import { createDrawer, savePicture, type Drawer } from './drawer.ts';
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
  /** Charts of one group share their cursor: for those over the same x axis. */
  readonly cursorGroup?: string;
}

export function Plot(props: PlotProps) {
  const { title, summary, chart, table, caption, empty } = props;
  const own = useId();
  const group = props.cursorGroup ?? own;
  const { canvas, failed, retry } = useDrawer(chart, group);
  const picture = (format: 'png' | 'svg', label: string) => ({
    label,
    disabled: failed || empty !== undefined,
    save: () => void savePicture(chart, format, { title, name: fileNameOf(title) }),
  });

  return (
    <DataFigure
      title={title}
      table={table}
      caption={caption}
      files={[picture('png', 'Picture, PNG'), picture('svg', 'Drawing, SVG')]}
    >
      <CursorSlider title={title} chart={chart} group={group} />
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
    </DataFigure>
  );
}

/** Keeps the drawing in `canvas` up to date with the chart, the theme, the size and the cursor. */
function useDrawer(chart: Chart, group: string) {
  const canvas = useRef<HTMLDivElement>(null);
  const drawer = useRef<Drawer>(null);
  const [attempt, setAttempt] = useState(0);
  const [failedAttempt, setFailedAttempt] = useState(-1);
  const colours = useColours();
  const size = useSize(canvas);
  const cursor = useCursor(group);

  useEffect(() => {
    const created = createDrawer(canvas.current!, {
      onFailure: () => setFailedAttempt(attempt),
      onPoint: (x) => moveCursor(group, x),
    });
    drawer.current = created;
    return () => created.dispose();
  }, [attempt, group]);

  useEffect(() => {
    if (size) drawer.current?.draw({ chart, colours, size });
  }, [chart, colours, size, attempt]);

  useEffect(() => drawer.current?.point(cursor), [cursor, attempt]);

  const retry = () => setAttempt(attempt + 1);
  return { canvas, failed: failedAttempt === attempt, retry };
}
