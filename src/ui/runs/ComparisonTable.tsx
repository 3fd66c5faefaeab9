/** Arms in the order of their results; while they train, how far each is. */
import type { CSSProperties } from 'react';
import type { Reading } from '../../store/comparisonReading.ts';
import { countText, durationText, percentText } from '../../store/wording.ts';
import { runColour } from '../parts/useColours.ts';
import styles from './Comparison.module.css';

type TableRow = Reading['rows'][number];

export function ComparisonTable({ rows }: { rows: readonly TableRow[] }) {
  const datasets = [...new Set(rows.map(({ dataset }) => dataset))];
  const scale = scaleOf(rows);
  return (
    <table className={styles.table} role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">Arm</th>
          <th role="columnheader">
            Test accuracy <span className={styles.faint}>(95 % over test images)</span>
          </th>
          <th role="columnheader">Parameters</th>
          <th role="columnheader">Time</th>
          <th role="columnheader">Differs in</th>
        </tr>
      </thead>
      {datasets.map((dataset) => (
        <tbody key={dataset} role="rowgroup">
          {datasets.length > 1 && (
            <tr role="row" className={styles.group}>
              <th role="rowheader" colSpan={5}>
                {dataset}
              </th>
            </tr>
          )}
          {rows
            .filter((row) => row.dataset === dataset)
            .map((row) => (
              <ArmRow key={row.label} row={row} scale={scale} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function ArmRow({ row, scale }: { row: TableRow; scale: Scale }) {
  const { label, rank, run, final, differsIn } = row;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={styles.arm}>
        <span className={styles.rank}>{rank ?? ''}</span>
        <span
          className={styles.dot}
          data-empty={!run}
          style={run ? ({ '--colour': runColour(run.colour) } as CSSProperties) : undefined}
          aria-hidden
        />
        <span>{label}</span>
      </th>
      <td role="cell" className={styles.accuracy}>
        {row.interval && final ? (
          <>
            <b>{percentText(final.testAccuracy)}</b>
            <span className={styles.faint}>{intervalText(row.interval)}</span>
            <Whisker row={row} scale={scale} />
          </>
        ) : (
          <Progress row={row} />
        )}
      </td>
      <td role="cell" data-name="parameters">
        {final && countText(final.parameterCount)}
      </td>
      <td role="cell">
        {final && durationText(final.trainedMs)}
        {final && run?.imported && ' elsewhere'}
      </td>
      <td role="cell" className={styles.differs}>
        {differsIn}
      </td>
    </tr>
  );
}

/** `95.3–97.0` */
function intervalText({ low, high }: { low: number; high: number }): string {
  return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;
}

function Progress({ row: { run, state } }: { row: TableRow }) {
  if (!run || state === null) return <span className={styles.faint}>not trained</span>;
  const { step, spec, history } = run;
  const accuracy = history.testAccuracy.at(-1);
  const soFar =
    state === 'training' && accuracy !== undefined ? ` · ${percentText(accuracy)} so far` : '';
  return (
    <span className={styles.progress} title={run.reason ?? undefined}>
      <span data-state={state}>{state}</span>
      {step > 0 && ` · step ${countText(step)} of ${countText(spec.steps)}${soFar}`}
      {state === 'training' && <progress value={step} max={spec.steps} aria-label="Steps taken" />}
    </span>
  );
}

interface Scale {
  readonly from: number;
  readonly to: number;
}

/** From a little below the lowest interval to a little above the highest. */
function scaleOf(rows: readonly TableRow[]): Scale {
  const intervals = rows.flatMap(({ interval }) => (interval ? [interval] : []));
  const low = Math.min(...intervals.map((each) => each.low));
  const high = Math.max(...intervals.map((each) => each.high));
  const margin = (high - low) * 0.04;
  return { from: Math.max(0, low - margin), to: Math.min(1, high + margin) };
}

const WIDTH = 120;

/** The interval as a line with its score as a dot, all rows on one scale. */
function Whisker({ row, scale }: { row: TableRow; scale: Scale }) {
  const at = (share: number) =>
    4 + ((WIDTH - 8) * (share - scale.from)) / Math.max(1e-6, scale.to - scale.from);
  return (
    <svg className={styles.whisker} viewBox={`0 0 ${WIDTH} 12`} aria-hidden>
      <line x1={0} x2={WIDTH} y1={6} y2={6} className={styles.track} />
      <line
        x1={at(row.interval!.low)}
        x2={at(row.interval!.high)}
        y1={6}
        y2={6}
        stroke={runColour(row.run!.colour)}
        strokeWidth={2}
      />
      <circle cx={at(row.final!.testAccuracy)} cy={6} r={3.5} fill={runColour(row.run!.colour)} />
    </svg>
  );
}
