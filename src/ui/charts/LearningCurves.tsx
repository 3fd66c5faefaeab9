/**
 * How accuracy or loss moves while runs train: test solid, training thin and dashed, each run in its
 * own colour.
 */
import { useMemo, useState } from 'react';
import { Card } from '../parts/Card.tsx';
import { Choice } from '../parts/Choice.tsx';
import {
  curvesOf,
  sameCurves,
  summaryOf,
  tableOf,
  type CurveRun,
  type LossScale,
  type Metric,
} from './learningCurves.ts';
import { Plot } from './Plot.tsx';
import styles from './LearningCurves.module.css';

export interface LearningCurvesProps {
  readonly runs: readonly CurveRun[];
  /** Steps that the present set-up will take: the width that the curves grow into. */
  readonly steps?: number;
  /** How many test images the curves are measured on; the score of a finished run is from all. */
  readonly testImages?: number | undefined;
}

const metrics = [
  { value: 'accuracy', label: 'Accuracy' },
  { value: 'loss', label: 'Loss' },
] as const;
const scales = [
  { value: 'linear', label: 'linear' },
  { value: 'logarithmic', label: 'log' },
] as const;
const titles = { accuracy: 'Accuracy, %', loss: 'Loss, nats' };

export function LearningCurves({ runs: newest, steps, testImages }: LearningCurvesProps) {
  const runs = useCurves(newest);
  const [metric, setMetric] = useState<Metric>('accuracy');
  const [lossScale, setLossScale] = useState<LossScale>('linear');
  const chart = useMemo(
    () => curvesOf(runs, { metric, lossScale, steps }),
    [runs, metric, lossScale, steps],
  );
  const controls = (
    <div className={styles.controls}>
      {metric === 'loss' && (
        <Choice name="Loss axis" value={lossScale} choices={scales} onChange={setLossScale} />
      )}
      <Choice name="Metric" value={metric} choices={metrics} onChange={setMetric} />
    </div>
  );
  const isEmpty = chart.series.every((series) => series.x.length === 0);

  return (
    <Card title={titles[metric]} controls={controls}>
      <Plot
        title={titles[metric]}
        summary={summaryOf(runs, metric)}
        chart={chart}
        table={() => tableOf(runs)}
        caption={`solid: test${testImages ? ` (${testImages} images)` : ''} · dashed: training`}
        empty={isEmpty ? emptyText(runs) : undefined}
      />
    </Card>
  );
}

/** The runs as they were when their curves last changed, so that other news draws nothing. */
function useCurves(newest: readonly CurveRun[]): readonly CurveRun[] {
  const [runs, setRuns] = useState(newest);
  if (runs === newest || sameCurves(runs, newest)) return runs;
  setRuns(newest); // React renders again at once, before the page shows anything
  return newest;
}

function emptyText(runs: readonly CurveRun[]): string {
  const hasHidden = runs.some((run) => run.hidden && run.history.step.length > 0);
  if (hasHidden) return 'Every run is hidden';
  return runs.some(({ state }) => state === 'training')
    ? 'The first point is on its way …'
    : 'Train to see the curve grow here';
}
