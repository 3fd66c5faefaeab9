/** Accuracy of every run against the strength of one change or sensor. */
import { useMemo } from 'react';
import { useLab } from '../../store/lab.ts';
import { axisOf } from '../../store/robustnessFigures.ts';
import { Plot } from '../charts/Plot.tsx';
import { chainWords } from './chainWords.ts';
import styles from './Figures.module.css';
import { KnobLine } from './KnobLine.tsx';
import { standingAt, withoutKnob } from './knobs.ts';
import { RunLegend } from './RunLegend.tsx';
import { severityChart, severitySummary, severityTable } from './severityChart.ts';
import { useKnob } from './useKnob.ts';
import { useRuns } from './useRuns.ts';

const emptyAxis = { label: 'strength', unit: null };

export function CurvesTab() {
  const knob = useKnob();
  const { curve, choice } = knob;
  const runs = useRuns();
  const viewing = useLab(({ robustness }) => robustness.viewing);
  const axis = useMemo(() => (curve ? (axisOf(curve) ?? emptyAxis) : emptyAxis), [curve]);
  const now = standingAt(viewing, choice.knob);
  const chart = useMemo(
    () => (curve ? severityChart(curve, runs, { axis, now }) : emptyChart),
    [curve, runs, axis, now],
  );
  const isEmpty = chart.series.every(({ x }) => x.length === 0);
  return (
    <>
      <KnobLine {...knob} />
      <div className={styles.chart}>
        <Plot
          title={`Accuracy against ${choice.label.toLowerCase()}, %`}
          summary={curve ? severitySummary(curve, runs) : 'No severity curve is measured yet.'}
          chart={chart}
          table={() => (curve ? severityTable(curve, runs, axis) : { columns: [], rows: [] })}
          caption={
            curve
              ? captionOf(curve.base.told, chainWords(withoutKnob(curve.base, choice.knob)))
              : 'band: 95 %'
          }
          empty={isEmpty ? emptyText(runs.length, curve?.phase === 'running') : undefined}
        />
      </div>
      <RunLegend runs={runs} />
    </>
  );
}

const emptyChart = {
  x: { label: 'strength', range: [0, 1] },
  y: { label: 'accuracy', unit: '%', range: [0, 101], ticks: [0, 25, 50, 75, 100] },
  series: [],
} as const;

const captionOf = (told: boolean, others: string) =>
  ['band: 95 %', told ? 'told' : 'not told', others && `over ${others}`]
    .filter(Boolean)
    .join(' · ');

function emptyText(runs: number, isRunning: boolean): string {
  if (runs === 0) return 'Train a model in Classify, then measure where it breaks';
  return isRunning
    ? 'The first point is on its way …'
    : 'Press Measure to see where each run breaks';
}
