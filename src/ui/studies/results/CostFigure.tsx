/** Accuracy against what it costs. */
import { useMemo, useState } from 'react';
import { lastLevels, pareto, paretoTable, type Cost } from '../../../store/studyFigures.ts';
import { Plot } from '../../charts/Plot.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { coloursOf } from '../armColours.ts';
import { ArmLegend } from './ArmLegend.tsx';
import { paretoChart, paretoText } from './charts/paretoChart.ts';
import type { FigureProps } from './FigureCard.tsx';
import { LevelChoice } from './LevelChoice.tsx';
import styles from './ResultsTab.module.css';

export function CostFigure({ open, analysis }: FigureProps) {
  const { plan } = open.study;
  const [levels, setLevels] = useState(() => lastLevels(plan));
  const [cost, setCost] = useState<Cost>('parameters');
  const points = useMemo(() => pareto(analysis, cost, levels), [analysis, cost, levels]);
  const chart = useMemo(() => paretoChart(points, cost, coloursOf(plan)), [points, cost, plan]);
  const name = cost === 'time' ? 'training time' : 'parameters';
  return (
    <>
      <div className={styles.choices}>
        <Choice
          name="Cost"
          value={cost}
          choices={[
            { value: 'parameters', label: 'parameters' },
            { value: 'time', label: 'training time' },
          ]}
          onChange={setCost}
        />
        <LevelChoice plan={plan} along={null} levels={levels} onChange={setLevels} />
      </div>
      <div className={styles.chart}>
        <Plot
          title={`Test accuracy against ${name}, %`}
          summary={`Test accuracy against ${name}. ${points.map((point) => paretoText(point, cost)).join('; ')}.`}
          chart={chart}
          table={() => paretoTable(points, cost)}
          caption="whisker: 95 % over seeds · dotted: not matched at less cost"
          empty={points.length === 0 ? 'No run has finished at these levels' : undefined}
        />
      </div>
      <ArmLegend plan={plan} />
    </>
  );
}
