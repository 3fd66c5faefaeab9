/** Accuracy against what it costs: parameters, or the time of a training run. */
import type { Cost, ParetoPoint } from '../../../../store/studyFigures.ts';
import { intervalText, percentText } from '../../../../store/studyReading.ts';
import { countText, durationText } from '../../../../store/wording.ts';
import type { Axis, Chart, Series } from '../../../charts/chart.ts';

/** Costs that differ by more are told apart on a logarithmic axis alone. */
const WIDE = 3;

const valueOf = ({ cost }: ParetoPoint, kind: Cost) => (kind === 'time' ? cost / 1000 : cost);

/** `CNN 94.2 % (93.1–95.0), 18,000 parameters` */
export const paretoText = ({ arm, mean, interval, cost }: ParetoPoint, kind: Cost): string =>
  `${arm} ${percentText(mean)} (${intervalText(interval)}), ${
    kind === 'time' ? durationText(cost) : `${countText(cost)} parameters`
  }`;

export function paretoChart(
  points: readonly ParetoPoint[],
  kind: Cost,
  colours: ReadonlyMap<string, number>,
): Chart {
  const front = points.filter(({ isFront }) => isFront);
  return {
    x: axisOf(
      points.map((point) => valueOf(point, kind)),
      kind,
    ),
    y: { label: 'test accuracy', unit: '%', suffix: ' %' },
    series: [
      ...(front.length > 1 ? [frontLine(front, kind)] : []),
      ...points.map((point): Series => {
        const { arm, mean, interval } = point;
        return {
          ...{ name: arm, colour: colours.get(arm) ?? 0, style: 'points' },
          x: [valueOf(point, kind)],
          y: [100 * mean],
          interval: {
            low: [interval && 100 * interval.low],
            high: [interval && 100 * interval.high],
          },
          hover: [paretoText(point, kind)],
        };
      }),
    ],
  };
}

function axisOf(costs: readonly number[], kind: Cost): Axis {
  const label = kind === 'time' ? 'training time, s' : 'parameters';
  if (costs.length === 0) return { label };
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  return high / low > WIDE
    ? { label, scale: 'logarithmic', range: [low / 1.6, high * 1.6] }
    : { label, range: [0.85 * low, 1.15 * high] };
}

const frontLine = (front: readonly ParetoPoint[], kind: Cost): Series => ({
  name: 'not matched at less cost',
  colour: 'soft',
  style: 'dotted',
  x: front.map((point) => valueOf(point, kind)),
  y: front.map(({ mean }) => 100 * mean),
});
