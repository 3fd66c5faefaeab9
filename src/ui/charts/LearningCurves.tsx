/**
 * How accuracy, error or loss move while runs train: test solid, training thin and dashed, validation
 * dotted, each run
 * in its own colour; or how well the selected run knows each class. Charts above one another share
 * their cursor.
 */
import { useMemo, useState } from 'react';
import { Card } from '../parts/Card.tsx';
import { Choice } from '../parts/Choice.tsx';
import controls from '../shell/controls.module.css';
import { ClassCurves } from './ClassCurves.tsx';
import { CurveControls } from './CurveControls.tsx';
import {
  curvesOf,
  hasRaised,
  isValidated,
  mostWithTraining,
  sameCurves,
  summaryOf,
  tableOf,
  type CurveRun,
  type CurveView,
  type Metric,
  type Scale,
} from './learningCurves.ts';
import { Plot } from './Plot.tsx';
import styles from './LearningCurves.module.css';

export interface LearningCurvesProps {
  readonly runs: readonly CurveRun[];
  /** Whose classes are shown. */
  readonly selectedId?: string | null | undefined;
  /** Names of the selected run's classes; without them they are numbers. */
  readonly classNames?: readonly string[] | undefined;
  /** Steps that the present set-up will take: the width that the curves grow into. */
  readonly steps?: number | undefined;
  /** How many test images the curves are measured on; the score of a finished run is from all. */
  readonly testImages?: number | undefined;
}

const views = [
  { value: 'accuracy', label: 'Accuracy' },
  { value: 'error', label: 'Error' },
  { value: 'loss', label: 'Loss' },
  { value: 'classes', label: 'By class' },
] as const;
type View = Metric | 'classes';

const titles = {
  accuracy: 'Accuracy, %',
  error: 'Error, %',
  loss: 'Loss, nats',
  classes: 'Accuracy by class, %',
};
const stepsCursor = 'training steps';
const noNames: readonly string[] = [];

export function LearningCurves(props: LearningCurvesProps) {
  const { selectedId, classNames = noNames, steps, testImages } = props;
  const runs = useCurves(props.runs);
  const [view, setView] = useState<View>('accuracy');
  const [scales, setScales] = useState<Record<Metric, Scale>>({
    accuracy: 'linear',
    error: 'logarithmic',
    loss: 'linear',
  });
  const [smoothing, setSmoothing] = useState(0);
  const [isDouble, setDouble] = useState(false);
  const metric = view === 'classes' ? undefined : view;
  const second = metric === 'loss' ? 'accuracy' : 'loss';
  const selected = runs.find(({ id }) => id === selectedId);
  const chartOf = (of: Metric, withCaption: boolean) => (
    <Curves
      runs={runs}
      view={{ metric: of, scale: scales[of], smoothing, steps }}
      {...{ testImages, withCaption }}
    />
  );

  return (
    <Card
      title={titles[view]}
      controls={<Choice name="Metric" value={view} choices={views} onChange={setView} />}
    >
      <div className={styles.curves}>
        <CurveControls
          smoothing={smoothing}
          onSmooth={setSmoothing}
          scale={metric && metric !== 'accuracy' ? scales[metric] : undefined}
          onScale={(scale) => metric && setScales({ ...scales, [metric]: scale })}
          isDouble={metric && isDouble}
          onDouble={setDouble}
        />
        {metric && <div className={styles.chart}>{chartOf(metric, !isDouble)}</div>}
        {metric && isDouble && (
          <section className={styles.second} aria-label={titles[second]}>
            <h3 className={controls.heading}>{titles[second]}</h3>
            <div className={styles.chart}>{chartOf(second, true)}</div>
          </section>
        )}
        {!metric && selected && (
          <ClassCurves
            key={selected.id}
            {...{ run: selected, classNames, smoothing, steps, cursorGroup: stepsCursor }}
          />
        )}
        {!metric && !selected && <p className={styles.none}>Select a run to see its classes.</p>}
      </div>
    </Card>
  );
}

function Curves(props: {
  runs: readonly CurveRun[];
  view: CurveView;
  testImages: number | undefined;
  withCaption: boolean;
}) {
  const { runs, testImages, withCaption } = props;
  const { metric, scale, smoothing, steps } = props.view;
  const view = useMemo(
    () => ({ metric, scale, smoothing, steps }),
    [metric, scale, smoothing, steps],
  );
  const chart = useMemo(() => curvesOf(runs, view), [runs, view]);
  const isEmpty = chart.series.every((series) => series.x.length === 0);
  return (
    <Plot
      title={titles[metric]}
      summary={summaryOf(runs, metric)}
      chart={chart}
      table={() => tableOf(runs)}
      caption={withCaption && captionOf(runs, { view, testImages })}
      empty={isEmpty ? emptyText(runs) : undefined}
      cursorGroup={stepsCursor}
    />
  );
}

/** The runs as they were when their curves last changed, so that other news draws nothing. */
function useCurves(newest: readonly CurveRun[]): readonly CurveRun[] {
  const [runs, setRuns] = useState(newest);
  if (runs === newest || sameCurves(runs, newest)) return runs;
  setRuns(newest); // React renders again at once, before the page shows anything
  return newest;
}

function captionOf(
  runs: readonly CurveRun[],
  { view, testImages }: { view: CurveView; testImages: number | undefined },
): string {
  const shown = runs.filter(({ hidden }) => !hidden);
  const isCrowded = shown.length > mostWithTraining;
  const parts = [
    `${isCrowded ? '' : 'solid: '}test${testImages ? ` (${testImages} images)` : ''}`,
    ...(isCrowded ? [] : ['dashed: training']),
    ...(!isCrowded && shown.some(isValidated) ? ['dotted: validation'] : []),
    ...(view.smoothing > 0 && !isCrowded ? ['faint: raw'] : []),
    ...(hasRaised(runs, view) ? ['on the lower edge: 0'] : []),
  ];
  return parts.join(' · ');
}

function emptyText(runs: readonly CurveRun[]): string {
  const hasHidden = runs.some((run) => run.hidden && run.history.step.length > 0);
  if (hasHidden) return 'Every run is hidden';
  return runs.some(({ state }) => state === 'training')
    ? 'The first point is on its way …'
    : 'Train to see the curve grow here';
}
