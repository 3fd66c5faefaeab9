/** Accuracy through each of the plan's views: the mean and its 95 % interval. */
import type { ViewCurves } from '../../../../store/studyFigures.ts';
import { intervalText, percentText } from '../../../../store/studyReading.ts';
import type { Chart, Series } from '../../../charts/chart.ts';

const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? null : 100 * share;

export function viewsChart(
  { axis, curves }: ViewCurves,
  colours: ReadonlyMap<string, number>,
): Chart {
  const points = curves[0]?.points ?? [];
  const severalTellings = new Set(curves.map(({ isTold }) => isTold)).size > 1;
  return {
    x: axis
      ? {
          label: axis.label.toLowerCase(),
          ticks: points.map(({ x }) => x),
          ...(axis.unit === '°' ? { suffix: '°' } : {}),
        }
      : { label: 'view', categories: points.map(({ label }) => label) },
    y: { label: 'test accuracy', unit: '%', suffix: ' %' },
    series: curves.map(({ arm, isTold, points: own }): Series => {
      const name = severalTellings && isTold ? `${arm}, told` : arm;
      return {
        ...{ name, colour: colours.get(arm) ?? 0 },
        style: severalTellings && !isTold ? 'dashed' : 'solid',
        x: own.map(({ x }) => x),
        y: own.map(({ mean }) => percent(mean)),
        band: {
          low: own.map(({ interval }) => percent(interval?.low)),
          high: own.map(({ interval }) => percent(interval?.high)),
        },
        hover: own.map(
          ({ mean, interval }) => `${name} ${percentText(mean)} (${intervalText(interval)})`,
        ),
      };
    }),
  };
}
