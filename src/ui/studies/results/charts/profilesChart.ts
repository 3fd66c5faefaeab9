/** Share of all runs above an accuracy, over all datasets: higher and farther right is better. */
import type { StudyAnalysis } from '../../../../store/studyReading.ts';
import type { Chart } from '../../../charts/chart.ts';

type Profiles = NonNullable<StudyAnalysis['profiles']>;

const percents = (shares: readonly number[]) => shares.map((share) => 100 * share);

export function profilesChart(profiles: Profiles, colours: ReadonlyMap<string, number>): Chart {
  return {
    x: { label: 'test accuracy, %' },
    y: { label: 'share of runs above', unit: '%', range: [0, 101], ticks: [0, 25, 50, 75, 100] },
    series: profiles.map(({ arm, thresholds, shares, low, high }) => ({
      name: arm,
      colour: colours.get(arm) ?? 0,
      style: 'solid',
      x: percents(thresholds),
      y: percents(shares),
      band: { low: percents(low), high: percents(high) },
      hover: shares.map((share) => `${arm} ${(100 * share).toFixed(0)} % of runs`),
    })),
  };
}
