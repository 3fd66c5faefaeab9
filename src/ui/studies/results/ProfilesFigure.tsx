/** Several datasets together: which share of runs reaches an accuracy, and the interquartile mean. */
import { useMemo } from 'react';
import { profilesTable } from '../../../store/studyFigures.ts';
import { intervalText, percentText } from '../../../store/studyReading.ts';
import { Plot } from '../../charts/Plot.tsx';
import { coloursOf } from '../armColours.ts';
import { ArmLegend } from './ArmLegend.tsx';
import { profilesChart } from './charts/profilesChart.ts';
import type { FigureProps } from './FigureCard.tsx';
import styles from './ResultsTab.module.css';
import { usePooled } from './usePooled.ts';

export function ProfilesFigure({ open, analysis }: FigureProps) {
  const { plan } = open.study;
  const all = usePooled(plan, analysis);
  const { profiles, pooled } = all ?? analysis;
  const chart = useMemo(() => profilesChart(profiles ?? [], coloursOf(plan)), [profiles, plan]);
  if (!all) {
    return (
      <p className={styles.empty} role="status">
        Resampling the runs of all datasets …
      </p>
    );
  }
  if (!profiles || profiles.length === 0) {
    return (
      <p className={styles.empty}>
        An arm is pooled once it has a finished run on every dataset and level.
      </p>
    );
  }
  return (
    <>
      <div className={styles.chart}>
        <Plot
          title="Share of runs above an accuracy, %"
          summary={`Performance profiles over all datasets. Interquartile means: ${(pooled ?? [])
            .map((each) => `${each.arm} ${percentText(each.interquartileMean)}`)
            .join(', ')}.`}
          chart={chart}
          table={() => profilesTable(profiles)}
          caption="band: 95 %, resampled within datasets"
        />
      </div>
      <p className={styles.note}>
        Interquartile mean over all datasets:{' '}
        {(pooled ?? [])
          .map(
            ({ arm, interquartileMean, interval }) =>
              `${arm} ${percentText(interquartileMean)} (${intervalText(interval)})`,
          )
          .join(' · ')}
      </p>
      <ArmLegend plan={plan} />
    </>
  );
}
