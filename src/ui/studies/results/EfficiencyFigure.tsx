/** Test error along a factor, mostly the number of training images. */
import { useMemo, useState } from 'react';
import { figureAxes, lastLevels } from '../../../store/studyFigures.ts';
import { Plot } from '../../charts/Plot.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { ArmLegend } from './ArmLegend.tsx';
import {
  efficiencyChart,
  efficiencySummary,
  efficiencyTable,
  type Measure,
} from './charts/efficiencyChart.ts';
import type { FigureProps } from './FigureCard.tsx';
import { LevelChoice } from './LevelChoice.tsx';
import styles from './ResultsTab.module.css';

export function EfficiencyFigure({ open, analysis }: FigureProps) {
  const { plan } = open.study;
  const axes = useMemo(() => figureAxes(plan), [plan]);
  const [along, setAlong] = useState(axes[0]?.factor ?? null);
  const [levels, setLevels] = useState(() => lastLevels(plan));
  const [measure, setMeasure] = useState<Measure>('error');
  const [scale, setScale] = useState<'linear' | 'logarithmic'>('linear');
  const axis = axes.find(({ factor }) => factor === along) ?? null;
  const order = useMemo(
    () => ({ plan, analysis, axis, levels, measure, scale }),
    [plan, analysis, axis, levels, measure, scale],
  );
  const chart = useMemo(() => efficiencyChart(order), [order]);
  const isLine = axis !== null && axis.scale !== 'names';
  const against = axis ? ` against ${axis.factor.toLowerCase()}` : '';
  return (
    <>
      <div className={styles.choices}>
        <Choice
          name="What is drawn"
          value={measure}
          choices={[
            { value: 'error', label: 'test error' },
            { value: 'accuracy', label: 'accuracy' },
          ]}
          onChange={setMeasure}
        />
        {measure === 'error' && (
          <Choice
            name="Scale of the error"
            value={scale}
            choices={[
              { value: 'linear', label: 'linear' },
              { value: 'logarithmic', label: 'log' },
            ]}
            onChange={setScale}
          />
        )}
        {axes.length > 1 && (
          <label>
            against
            <select value={along ?? ''} onChange={({ target }) => setAlong(target.value)}>
              {axes.map(({ factor }) => (
                <option key={factor} value={factor}>
                  {factor}
                </option>
              ))}
            </select>
          </label>
        )}
        <LevelChoice plan={plan} along={along} levels={levels} onChange={setLevels} />
      </div>
      <div className={styles.chart}>
        <Plot
          title={`Test ${measure}${against}, %`}
          summary={efficiencySummary(order)}
          chart={chart}
          table={() => efficiencyTable(order)}
          caption={
            isLine
              ? 'dot: a run · line: mean · band: 95 % over seeds'
              : 'faint: a run · full: mean · whisker: 95 % over seeds'
          }
        />
      </div>
      <ArmLegend plan={plan} />
    </>
  );
}
