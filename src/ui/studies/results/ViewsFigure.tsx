/** Accuracy through the plan's views. */
import { useMemo, useState } from 'react';
import { lastLevels, viewCurves, viewTable } from '../../../store/studyFigures.ts';
import { Plot } from '../../charts/Plot.tsx';
import { coloursOf } from '../armColours.ts';
import { ArmLegend } from './ArmLegend.tsx';
import { viewsChart } from './charts/viewsChart.ts';
import type { FigureProps } from './FigureCard.tsx';
import { LevelChoice } from './LevelChoice.tsx';
import styles from './ResultsTab.module.css';

export function ViewsFigure({ open, analysis }: FigureProps) {
  const { plan } = open.study;
  const [levels, setLevels] = useState(() => lastLevels(plan));
  const curves = useMemo(() => viewCurves(plan, analysis, levels)!, [plan, analysis, levels]);
  const chart = useMemo(() => viewsChart(curves, coloursOf(plan)), [curves, plan]);
  return (
    <>
      <div className={styles.choices}>
        <LevelChoice plan={plan} along={null} levels={levels} onChange={setLevels} />
      </div>
      <div className={styles.chart}>
        <Plot
          title="Test accuracy through other views, %"
          summary={`Test accuracy of ${plan.arms.length} arms through ${plan.views.length} views of the test images; the numbers are under Data.`}
          chart={chart}
          table={() => viewTable(curves)}
          caption="band: 95 % over seeds"
        />
      </div>
      <ArmLegend plan={plan} />
    </>
  );
}
