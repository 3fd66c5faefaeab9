/** The smallest strength at which each run drops under a chosen accuracy. */
import { useMemo, type CSSProperties } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { setThreshold } from '../../store/robustness.ts';
import {
  breakingOrder,
  breakingPointOf,
  breakingSentence,
  findBreakingPoints,
  stopBreaking,
  waysOf,
  type BreakingPoint,
  type Way,
} from '../../store/robustnessBreaking.ts';
import { axisOf } from '../../store/robustnessFigures.ts';
import type { CurveView } from '../../store/robustnessView.ts';
import type { ChartTable } from '../charts/chart.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { RangeField } from '../parts/RangeField.tsx';
import { runColour } from '../parts/useColours.ts';
import styles from './Figures.module.css';
import breaking from './BreakingTab.module.css';
import { KnobLine } from './KnobLine.tsx';
import { MeasureLine } from './MeasureLine.tsx';
import { useKnob } from './useKnob.ts';
import { useRuns } from './useRuns.ts';

const DEFAULT = 80;

export function BreakingTab() {
  const knob = useKnob();
  const { curve } = knob;
  const threshold = useLab(({ robustness }) => robustness.threshold);
  return (
    <>
      <KnobLine {...knob} />
      <div className={breaking.threshold}>
        <RangeField
          label="A run is broken under an accuracy of"
          kind="integer"
          unit="%"
          min={1}
          max={99}
          default={DEFAULT}
          value={Math.round(100 * threshold)}
          onChange={(value) => setThreshold(value / 100)}
        />
      </div>
      {curve ? (
        <Points curve={curve} threshold={threshold} />
      ) : (
        <p className={styles.empty}>
          Measure the curve; then the strengths between its points are searched for where each run
          breaks.
        </p>
      )}
    </>
  );
}

interface Broken {
  readonly run: RunRecord;
  readonly point: BreakingPoint | null;
}

function Points({ curve, threshold }: { curve: CurveView; threshold: number }) {
  const runs = useRuns();
  const axis = axisOf(curve);
  const ways = useMemo(() => waysOf(curve), [curve]);
  const brokenBy = useMemo(
    () =>
      ways.map((way): { way: Way; broken: Broken[] } => ({
        way,
        broken: runs.map((run) => ({
          run,
          point: breakingPointOf(useLab.getState(), curve, run.id, way),
        })),
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the state, the threshold is read
    [curve, runs, ways, threshold],
  );
  if (!axis) return null;
  const isKnown = brokenBy.every(({ broken }) => broken.every(({ point }) => point !== null));
  const title = `Breaking points under ${Math.round(100 * threshold)} %, ${curve.title.toLowerCase()}`;
  return (
    <>
      <MeasureLine
        verb="Find the breaking points"
        isRunning={curve.isBreaking}
        done={null}
        progress={`${curve.between.length} strengths asked`}
        disabled={curve.phase === 'running' || isKnown}
        onStart={() => void findBreakingPoints(curve.key)}
        onStop={() => stopBreaking(curve.key)}
      >
        {isKnown && <span>All are found.</span>}
      </MeasureLine>
      <div className={styles.chart} data-kind="table">
        <DataFigure
          title={title}
          table={() => tableOf(brokenBy)}
          caption="between the two nearest strengths that were asked"
        >
          <div className={styles.scrolls} role="region" aria-label={title} tabIndex={0}>
            {brokenBy.map(({ way, broken }) => (
              <Way key={way} {...{ way, broken, threshold, axis }} isAlone={ways.length === 1} />
            ))}
          </div>
        </DataFigure>
      </div>
    </>
  );
}

function Way(props: {
  way: Way;
  isAlone: boolean;
  broken: readonly Broken[];
  threshold: number;
  axis: NonNullable<ReturnType<typeof axisOf>>;
}) {
  const { way, isAlone, broken, threshold, axis } = props;
  const found = broken.flatMap(({ run, point }) => (point ? [{ name: run.name, point }] : []));
  const order = found.length === broken.length ? breakingOrder(found, threshold, axis) : '';
  return (
    <section className={breaking.way}>
      {!isAlone && <h3>{way === 'up' ? 'Towards higher values' : 'Towards lower values'}</h3>}
      <ul>
        {broken.map(({ run, point }) => (
          <li key={run.id} style={{ '--colour': runColour(run.colour) } as CSSProperties}>
            <span className={styles.dot} aria-hidden />
            {point
              ? breakingSentence(run.name, point, threshold, axis)
              : `${run.name}: not known yet.`}
          </li>
        ))}
      </ul>
      {order && <p className={styles.note}>{order}</p>}
    </section>
  );
}

function tableOf(ways: readonly { way: Way; broken: readonly Broken[] }[]): ChartTable {
  return {
    columns: ['Direction', 'Run', 'What was found', 'Holds at', 'Breaks at'],
    rows: ways.flatMap(({ way, broken }) =>
      broken.map(({ run, point }) => [
        way === 'up' ? 'higher' : 'lower',
        run.name,
        point?.kind ?? 'not known',
        point && 'held' in point ? point.held : null,
        point && 'strength' in point ? point.strength : null,
      ]),
    ),
  };
}
