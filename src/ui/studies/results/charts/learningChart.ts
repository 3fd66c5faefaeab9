/** Learning curves: the mean of each arm with its band, every run a faint line behind. */
import type { LearningBand, LearningBands } from '../../../../store/studyFigures.ts';
import type { Chart, Series } from '../../../charts/chart.ts';

/** Accuracies are shown in per cent; losses as they are, on a logarithmic axis. */
const isShare = (column: LearningBands['column']) => column.endsWith('Accuracy');

export function learningChart(
  { column, bands }: LearningBands,
  colours: ReadonlyMap<string, number>,
): Chart {
  const factor = isShare(column) ? 100 : 1;
  const scaled = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : factor * value));
  return {
    x: { label: 'step' },
    y: isShare(column)
      ? { label: 'accuracy', unit: '%', suffix: ' %' }
      : { label: 'loss', unit: 'nats', scale: 'logarithmic' },
    series: bands.flatMap((band): Series[] => {
      const colour = colours.get(band.arm) ?? 0;
      return [
        ...band.runs.map(({ seed, steps, values }) =>
          runLine(band, colour, { seed, steps, values: scaled(values) }),
        ),
        {
          ...{ name: band.arm, colour, style: 'solid', x: band.steps, y: scaled(band.mean) },
          band: { low: scaled(band.low), high: scaled(band.high) },
          hover: band.mean.map((mean) => `${band.arm} ${meanText(mean, column)}`),
        },
      ];
    }),
  };
}

interface RunCurve {
  readonly seed: number;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

const runLine = ({ arm }: LearningBand, colour: number, run: RunCurve): Series => ({
  ...{ name: `${arm}, seed ${run.seed}`, colour, style: 'solid', emphasis: 'faint' },
  x: run.steps,
  y: run.values,
});

const meanText = (mean: number, column: LearningBands['column']): string =>
  isShare(column) ? `${(100 * mean).toFixed(1)} %` : mean.toPrecision(3);
