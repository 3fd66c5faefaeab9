/** Severity curves as a chart and a table: accuracy of every run against the strength of one change. */
import type { RunRecord } from '../../store/lab.ts';
import { scoreOfRun, type RunScore } from '../../store/robustnessFigures.ts';
import type { CurvePoint, CurveView } from '../../store/robustnessView.ts';
import type { Chart, ChartTable, Series } from '../charts/chart.ts';

/** What the x axis needs to know. */
export interface StrengthAxis {
  readonly label: string;
  readonly unit: string | null;
}

interface ScoredPoint {
  readonly point: CurvePoint;
  readonly score: RunScore;
}

const percent = (share: number) => 100 * share;

/** The lowest strength first, with those that the search for breaking points asked. */
export function scoredPoints({ points, between }: CurveView, runId: string): ScoredPoint[] {
  return [...points, ...between]
    .flatMap((point) => {
      const score = scoreOfRun(point.survey, runId);
      return score && !score.isStale ? [{ point, score }] : [];
    })
    .sort((a, b) => a.point.strength! - b.point.strength!);
}

/** `87.5 % (86–89)` */
export const scoreWords = ({ share, low, high }: RunScore): string =>
  `${percent(share).toFixed(1)} % (${percent(low).toFixed(0)}–${percent(high).toFixed(0)})`;

export function severityChart(
  curve: CurveView,
  runs: readonly RunRecord[],
  { axis, now }: { axis: StrengthAxis; now: number | null },
): Chart {
  const { label, unit } = axis;
  const strengths = curve.points.flatMap(({ strength }) => strength ?? []);
  const isShort = unit === '°';
  return {
    x: {
      label: label.toLowerCase() + (unit && !isShort ? `, ${unit}` : ''),
      range: [Math.min(...strengths), Math.max(...strengths)],
      ...(isShort ? { suffix: '°' } : {}),
      ...(strengths.length <= 9 ? { ticks: strengths } : {}),
    },
    y: { label: 'accuracy', unit: '%', range: [0, 101], ticks: [0, 25, 50, 75, 100] },
    series: runs.map((run): Series => seriesOf(run, scoredPoints(curve, run.id))),
    marks: now === null ? [] : [{ x: now, label: 'now' }],
  };
}

function seriesOf({ name, colour }: RunRecord, points: readonly ScoredPoint[]): Series {
  return {
    name,
    colour,
    style: 'solid',
    x: points.map(({ point }) => point.strength!),
    y: points.map(({ score }) => percent(score.share)),
    band: {
      low: points.map(({ score }) => percent(score.low)),
      high: points.map(({ score }) => percent(score.high)),
    },
    hover: points.map(({ score }) => `${name} ${scoreWords(score)}`),
  };
}

export function severityTable(
  curve: CurveView,
  runs: readonly RunRecord[],
  { label, unit }: StrengthAxis,
): ChartTable {
  return {
    columns: [
      unit ? `${label} (${unit})` : label,
      'Run',
      'Accuracy (%)',
      'From (%)',
      'To (%)',
      'Images',
    ],
    decimals: [undefined, undefined, 1, 1, 1, undefined],
    rows: runs.flatMap(({ id, name }) =>
      scoredPoints(curve, id).map(({ point, score }) => [
        point.strength,
        name,
        percent(score.share),
        percent(score.low),
        percent(score.high),
        score.total,
      ]),
    ),
  };
}

/** For people who do not see the chart. */
export function severitySummary(curve: CurveView, runs: readonly RunRecord[]): string {
  const what = `Accuracy against the strength of ${curve.title.toLowerCase()}`;
  const ends = runs.flatMap(({ id, name }) => {
    const points = scoredPoints(curve, id);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const at = ({ point, score }: ScoredPoint) =>
      `${percent(score.share).toFixed(1)} % at ${point.label}`;
    return [`${name} ${at(first)}, ${at(last)}`];
  });
  return ends.length > 0 ? `${what}. ${ends.join('; ')}.` : `${what}: nothing measured yet.`;
}
