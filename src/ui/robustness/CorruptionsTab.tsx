/** All runs on a suite of corruptions: a heat map with its numbers, the mean errors, the classes. */
import { useMemo, useState } from 'react';
import { useLab } from '../../store/lab.ts';
import {
  curveKey,
  isCurveStale,
  measureCurve,
  stopCurve,
  suiteIds,
  type SuiteId,
} from '../../store/robustnessCurves.ts';
import { corruptionErrorsOf, corruptionGaps, missingRuns } from '../../store/robustnessFigures.ts';
import { baselineOf, chooseBaseline } from '../../store/robustnessRuns.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { RowPicker } from '../options/Picker.tsx';
import { ClassDrops } from './ClassDrops.tsx';
import styles from './Figures.module.css';
import { HeatTable, type HeatPlace } from './HeatTable.tsx';
import { MeasureLine } from './MeasureLine.tsx';
import { pictureFiles } from './shapes.ts';
import { meanRows, suiteDrawing, suiteRows, suiteTable } from './suiteTable.ts';
import { useRuns } from './useRuns.ts';

const suiteNames: Readonly<Record<SuiteId, string>> = {
  'mnist-c': 'Corruptions of MNIST-C',
  transforms: 'Every change, at an example',
};

export function CorruptionsTab() {
  const [id, setId] = useState<SuiteId>('mnist-c');
  const choice = { kind: 'suite', id } as const;
  const key = curveKey(choice);
  const curve = useLab(({ robustness }) => robustness.curves[key]);
  const runs = useRuns();
  const isRunning = curve?.phase === 'running';
  const isStale = useLab((state) => curve !== undefined && isCurveStale(state, curve));
  const missing = useLab((state) => (curve ? missingRuns(state, curve).length : 0));
  return (
    <>
      <MeasureLine
        verb={
          curve && !isStale && missing > 0
            ? 'Measure the rest'
            : curve
              ? 'Measure again'
              : 'Measure'
        }
        isRunning={isRunning}
        done={curve ? curve.done / curve.points.length : null}
        progress={curve && `${curve.done} of ${curve.points.length}`}
        disabled={runs.length === 0}
        onStart={() => void measureCurve(choice)}
        onStop={() => stopCurve(key)}
      >
        <RowPicker
          label="Suite"
          value={id}
          choices={suiteIds.map((value) => ({ value, label: suiteNames[value] }))}
          onChange={(value) => setId(value as SuiteId)}
        />
      </MeasureLine>
      {curve && !isRunning && (isStale || curve.phase !== 'finished') && (
        <p className={styles.note} role="status">
          {curve.phase === 'failed' && `It could not be measured: ${curve.reason ?? ''} `}
          {curve.phase === 'stopped' && 'Cancelled; what was measured is shown. '}
          {isStale && 'Measured with another sensor, telling or draw than now.'}
        </p>
      )}
      {curve && runs.length > 0 ? (
        <Suite suiteKey={key} title={suiteNames[id]} />
      ) : (
        <p className={styles.empty}>
          {runs.length === 0
            ? 'Train a model in Classify, then see what it cannot read.'
            : 'Each corruption takes the place of the changes on the left; sensor and telling stay. Press Measure.'}
        </p>
      )}
    </>
  );
}

function Suite({ suiteKey, title }: { suiteKey: string; title: string }) {
  const curve = useLab(({ robustness }) => robustness.curves[suiteKey])!;
  const runs = useRuns();
  const baseline = useLab(baselineOf);
  const errors = useErrors(suiteKey);
  const [place, setPlace] = useState<HeatPlace>({ row: 1, run: 0 });
  const rows = useMemo(() => suiteRows(curve, runs), [curve, runs]);
  const means = useMemo(() => meanRows(errors, runs), [errors, runs]);
  const nameOf = (id: string) => runs.find((run) => run.id === id)?.name ?? id;
  const name = `${title}, accuracy %`;
  const chosen = runs[Math.min(place.run, runs.length - 1)]!;
  return (
    <>
      <div className={styles.chart} data-kind="table">
        <DataFigure
          title={name}
          table={() => suiteTable(rows, means, runs)}
          files={pictureFiles(name, () => suiteDrawing({ title: name, rows, means }, runs))}
          caption="accuracy, % · the stronger the tint, the more is right"
        >
          <HeatTable {...{ rows, means, runs, place }} onChoose={setPlace} />
        </DataFigure>
      </div>
      <div className={styles.measure}>
        <RowPicker
          label="Baseline, whose error is 1"
          value={baseline?.id ?? ''}
          choices={runs.map((run) => ({ value: run.id, label: run.name }))}
          onChange={chooseBaseline}
        />
      </div>
      {errors && curve.phase === 'finished' && corruptionGaps(errors, nameOf) && (
        <p className={styles.note}>{corruptionGaps(errors, nameOf)}</p>
      )}
      <ClassDrops curve={curve} point={place.row} run={chosen} />
    </>
  );
}

/** Computed when the curve, the runs or the baseline change, and not with every other news. */
function useErrors(suiteKey: string) {
  const curve = useLab(({ robustness }) => robustness.curves[suiteKey])!;
  const runs = useRuns();
  const state = useLab;
  const baseline = useLab(baselineOf);
  return useMemo(
    () => corruptionErrorsOf(state.getState(), curve),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is read of the state
    [curve, runs, baseline],
  );
}
