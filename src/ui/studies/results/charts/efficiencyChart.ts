/**
 * Test error against a factor, mostly the number of training images: every run a dot, the mean a
 * line, its 95 % interval a band.
 */
import {
  cellsAlong,
  type CellSummary,
  type FigureAxis,
  type Levels,
  type StudyAnalysis,
  type StudyPlan,
} from '../../../../store/studyFigures.ts';
import { intervalText, percentText } from '../../../../store/studyReading.ts';
import type { Axis, Chart, ChartTable, Series } from '../../../charts/chart.ts';

export type Measure = 'error' | 'accuracy';

export interface EfficiencyOrder {
  readonly plan: StudyPlan;
  readonly analysis: StudyAnalysis;
  /** null: the plan has no factor; arms stand beside each other. */
  readonly axis: FigureAxis | null;
  /** Of the factors that are not the axis. */
  readonly levels: Levels;
  readonly measure: Measure;
  /** Of the measure's axis; accuracies are on a linear one whatever is asked. */
  readonly scale?: 'linear' | 'logarithmic';
}

const inPercent = (share: number, measure: Measure) =>
  100 * (measure === 'error' ? 1 - share : share);

/** How far apart arms stand at one place, as a share of the room between places. */
const SPREAD = 0.09;

export function efficiencyChart(order: EfficiencyOrder): Chart {
  const { plan, measure } = order;
  const isLog = measure === 'error' && order.scale === 'logarithmic';
  return {
    x: axisOf(order),
    y: {
      label: `test ${measure}`,
      unit: '%',
      suffix: ' %',
      ...(isLog && { scale: 'logarithmic' }),
    },
    series: plan.arms.flatMap(({ label }, place) => seriesOfArm(order, label, place)),
  };
}

function axisOf({ plan, axis }: EfficiencyOrder): Axis {
  if (!axis) return { label: 'arm', categories: plan.arms.map(({ label }) => label) };
  if (axis.scale === 'names') {
    return { label: axis.factor.toLowerCase(), categories: axis.points.map(({ level }) => level) };
  }
  const xs = axis.points.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const isLog = axis.scale === 'logarithmic';
  const room = isLog ? (high / low) ** 0.06 : (high - low) * 0.06 || 1;
  return {
    label: axis.factor.toLowerCase(),
    scale: axis.scale,
    ticks: xs,
    range: isLog ? [low / room, high * room] : [low - room, high + room],
  };
}

/** Arms of one place stand side by side, so that their dots can be told apart. */
function shifted(x: number, place: number, { plan, axis }: EfficiencyOrder): number {
  if (!axis) return x;
  const middle = place - (plan.arms.length - 1) / 2;
  if (axis.scale === 'names') return x + middle * Math.min(SPREAD, 0.6 / plan.arms.length);
  const xs = axis.points.map((each) => each.x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  if (axis.scale === 'logarithmic') return x * (high / low) ** (middle * 0.008);
  return x + middle * (high - low) * 0.008;
}

function seriesOfArm(order: EfficiencyOrder, arm: string, place: number): Series[] {
  const { axis, analysis, measure, levels } = order;
  const own = axis
    ? cellsAlong(analysis, arm, { axis, levels })
    : analysis.cells.filter((cell) => cell.arm === arm).map((cell) => ({ x: place, cell }));
  const known = own.filter(({ cell }) => cell.mean !== null);
  const y = (share: number | null | undefined) =>
    share === null || share === undefined ? null : inPercent(share, measure);
  const ends = known.map(({ cell: { interval } }) =>
    [y(interval?.low), y(interval?.high)].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
  );
  const around = {
    low: ends.map(([low]) => low ?? null),
    high: ends.map(([, high]) => high ?? null),
  };
  const isLine = axis !== null && axis.scale !== 'names' && known.length > 1;
  return [
    {
      name: `${arm}, runs`,
      colour: place,
      style: 'points',
      emphasis: 'faint',
      x: known.flatMap(({ x, cell }) => cell.values.map(() => shifted(x, place, order))),
      y: known.flatMap(({ cell }) => cell.values.map((value) => inPercent(value, measure))),
    },
    {
      name: arm,
      colour: place,
      style: isLine ? 'solid' : 'points',
      x: known.map(({ x }) => (isLine ? x : shifted(x, place, order))),
      y: known.map(({ cell }) => y(cell.mean)),
      ...(isLine ? { band: around } : { interval: around }),
      hover: known.map(({ cell }) => hoverText(cell)),
    },
  ];
}

const hoverText = ({ arm, mean, interval, values }: CellSummary): string =>
  `${arm} ${percentText(mean)} (${intervalText(interval)}), ${values.length} runs`;

/** Every run of the figure. */
export function efficiencyTable({ plan, analysis, axis, levels }: EfficiencyOrder): ChartTable {
  const factors = plan.factors.map(({ label }) => label);
  const shown = analysis.cells.filter((cell) =>
    Object.entries(levels).every(
      ([factor, level]) => factor === axis?.factor || cell.levels[factor] === level,
    ),
  );
  return {
    columns: ['Arm', ...factors, 'Seed', 'Test accuracy (%)', 'Test error (%)'],
    decimals: [undefined, ...factors.map(() => undefined), undefined, 2, 2],
    rows: shown.flatMap((cell) =>
      cell.values.map((value, place) => [
        cell.arm,
        ...factors.map((factor) => cell.levels[factor] ?? null),
        cell.seeds[place]!,
        100 * value,
        100 * (1 - value),
      ]),
    ),
  };
}

/** For people who do not see the chart. */
export function efficiencySummary(order: EfficiencyOrder): string {
  const { plan, analysis, axis, levels, measure } = order;
  const what = `Test ${measure} against ${axis ? axis.factor.toLowerCase() : 'arm'}`;
  const parts = plan.arms.flatMap(({ label }) => {
    const own = (axis ? cellsAlong(analysis, label, { axis, levels }) : [])
      .filter(({ cell }) => cell.mean !== null)
      .map(
        ({ cell }) =>
          `${inPercent(cell.mean!, measure).toFixed(1)} % at ${cell.levels[axis!.factor]}`,
      );
    return own.length > 0 ? [`${label} ${own.join(', ')}`] : [];
  });
  return parts.length > 0 ? `${what}. ${parts.join('; ')}.` : `${what}.`;
}
