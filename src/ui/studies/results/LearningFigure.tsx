/** Learning curves over the seeds, at chosen levels. */
import { useMemo, useState } from 'react';
import { lastLevels, learningBands, learningTable } from '../../../store/studyFigures.ts';
import { Plot } from '../../charts/Plot.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { coloursOf } from '../armColours.ts';
import { ArmLegend } from './ArmLegend.tsx';
import { learningChart } from './charts/learningChart.ts';
import type { FigureProps } from './FigureCard.tsx';
import { LevelChoice } from './LevelChoice.tsx';
import styles from './ResultsTab.module.css';

const columns = [
  { value: 'testAccuracy', label: 'test accuracy' },
  { value: 'testLoss', label: 'test loss' },
  { value: 'trainLoss', label: 'training loss' },
] as const;
type Column = (typeof columns)[number]['value'];

export function LearningFigure({ open }: FigureProps) {
  const { runs, study } = open;
  const { plan } = study;
  const [at, setAt] = useState(() => lastLevels(plan));
  const [column, setColumn] = useState<Column>('testAccuracy');
  const bands = useMemo(() => learningBands(plan, runs, { column, at }), [plan, runs, column, at]);
  const chart = useMemo(() => learningChart(bands, coloursOf(plan)), [bands, plan]);
  const { label } = columns.find(({ value }) => value === column)!;
  const cut = bands.bands.filter(({ cutAt }) => cutAt !== null).map(({ arm }) => arm);
  const isEmpty = bands.bands.every((band) => band.runs.length === 0);
  return (
    <>
      <div className={styles.choices}>
        <Choice name="What is drawn" value={column} choices={columns} onChange={setColumn} />
        <LevelChoice plan={plan} along={null} levels={at} onChange={setAt} />
      </div>
      <div className={styles.chart}>
        <Plot
          title={`Learning curves, ${label}`}
          summary={`Mean ${label} by training step of ${plan.arms.length} arms; the numbers are under Data.`}
          chart={chart}
          table={() => learningTable(bands)}
          caption={[
            'faint: a run · line: mean · band: 95 % over seeds',
            ...(cut.length > 0
              ? [`the mean of ${cut.join(', ')} ends with the first run that stopped`]
              : []),
          ].join(' · ')}
          empty={isEmpty ? 'No run has ended at these levels' : undefined}
        />
      </div>
      <ArmLegend plan={plan} />
    </>
  );
}
