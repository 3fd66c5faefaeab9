/**
 * The cursor of a chart for the keyboard: a slider over the places at which something was measured.
 * It is not drawn; while it has the focus the chart is framed and shows the label of that place.
 */
import type { Chart } from './chart.ts';
import { moveCursor, nearestStop, readingAt, stopsOf, useCursor } from './cursor.ts';
import styles from './Plot.module.css';

export function CursorSlider(props: { title: string; chart: Chart; group: string }) {
  const { title, chart, group } = props;
  const cursor = useCursor(group);
  const stops = stopsOf(chart);
  if (stops.length === 0) return null;
  const last = stops.length - 1;
  const place = cursor === undefined ? last : nearestStop(stops, cursor, chart.x);
  return (
    <input
      className={styles.cursor}
      type="range"
      aria-label={`Cursor of ${title}`}
      aria-valuetext={readingAt(chart, stops[place]!)}
      min={0}
      max={last}
      value={place}
      onChange={(event) => moveCursor(group, stops[event.target.valueAsNumber])}
      onFocus={() => moveCursor(group, stops[place])}
      onBlur={() => moveCursor(group, undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
