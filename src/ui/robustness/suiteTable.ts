/** A suite of corruptions as a table of rows and runs, as a file's table, and as a picture. */
import type { RunRecord } from '../../store/lab.ts';
import { scoreOfRun, type CorruptionErrors, type RunScore } from '../../store/robustnessFigures.ts';
import type { CurveView } from '../../store/robustnessView.ts';
import type { ChartTable } from '../charts/chart.ts';
import { fileColours } from '../charts/fileFigure.ts';
import type { Drawing, Shape } from './shapes.ts';

export interface SuiteRow {
  readonly label: string;
  /** [runs] null where nothing is known yet. */
  readonly scores: readonly (RunScore | null)[];
}

export interface MeanRow {
  readonly label: string;
  readonly help: string;
  /** [runs] */
  readonly values: readonly (number | null)[];
}

export function suiteRows({ points }: CurveView, runs: readonly RunRecord[]): SuiteRow[] {
  return points.map(({ label, survey }) => ({
    label,
    scores: runs.map(({ id }) => {
      const score = scoreOfRun(survey, id);
      return score && !score.isStale ? score : null;
    }),
  }));
}

export function meanRows(errors: CorruptionErrors | null, runs: readonly RunRecord[]): MeanRow[] {
  const rowOf = (id: string) => errors?.rows.find(({ runId }) => runId === id);
  return [
    {
      label: 'mCE',
      help: 'Mean over the corruptions of a run’s error by the baseline’s: lower is better, the baseline is 1.',
      values: runs.map(({ id }) => rowOf(id)?.absolute.mean ?? null),
    },
    {
      label: 'relative mCE',
      help: 'The same of what each corruption adds to the error: who loses less, whoever began higher.',
      values: runs.map(({ id }) => rowOf(id)?.relative.mean ?? null),
    },
  ];
}

export const meanText = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

/** Whole per cents: a cell has room for no more, the title and the file say it exactly. */
export const cellText = (score: RunScore | null): string =>
  score ? (100 * score.share).toFixed(0) : '';

export function suiteTable(
  rows: readonly SuiteRow[],
  means: readonly MeanRow[],
  runs: readonly RunRecord[],
): ChartTable {
  return {
    columns: ['Corruption', ...runs.map(({ name }) => `${name} (%)`)],
    decimals: [undefined, ...runs.map(() => 1)],
    rows: [
      ...rows.map(({ label, scores }) => [
        label,
        ...scores.map((score) => score && 100 * score.share),
      ]),
      ...means.map(({ label, values }) => [label, ...values]),
    ],
  };
}

const LEFT = 150;
const CELL = { width: 92, height: 24 } as const;
const TOP = 84;

/** A heat map with its numbers: the more is right, the darker. */
export function suiteDrawing(
  { title, rows, means }: { title: string; rows: readonly SuiteRow[]; means: readonly MeanRow[] },
  runs: readonly RunRecord[],
): Drawing {
  const { ink, runs: colours } = fileColours;
  const text = (x: number, y: number, content: string, anchor: 'end' | 'middle' | 'start') =>
    ({ kind: 'text', x, y, text: content, colour: ink, size: 12, anchor }) as const;
  const column = (run: number) => LEFT + run * CELL.width + CELL.width / 2;
  const line = (row: number) => TOP + row * CELL.height;
  const heads = runs.flatMap(({ name, colour }, run): Shape[] => [
    {
      ...{ kind: 'rectangle', x: column(run) - 16, y: TOP - 36, width: 32, height: 4 },
      fill: colours[colour % colours.length]!,
    },
    text(column(run), TOP - 12, name.slice(0, 14), 'middle'),
  ]);
  const cells = rows.flatMap(({ label, scores }, row): Shape[] => [
    text(LEFT - 12, line(row) + 16, label, 'end'),
    ...scores.flatMap((score, run): Shape[] => {
      if (!score) return [];
      const place = { x: LEFT + run * CELL.width, y: line(row), ...CELL };
      return [
        { kind: 'rectangle', ...place, fill: heatOf(score.share) },
        text(column(run), line(row) + 16, (100 * score.share).toFixed(1), 'middle'),
      ];
    }),
  ]);
  const ends = means.flatMap(({ label, values }, place): Shape[] => {
    const y = line(rows.length + place) + 22;
    const shown = values.map((value, run) => text(column(run), y, meanText(value), 'middle'));
    return [text(LEFT - 12, y, label, 'end'), ...shown].map((each) => ({ ...each, isBold: true }));
  });
  const name: Shape = { ...text(16, 28, title, 'start'), size: 16 };
  const size = { width: LEFT + runs.length * CELL.width + 24, height: line(rows.length + 2) + 20 };
  return {
    width: Math.max(480, size.width),
    height: size.height,
    shapes: [name, ...heads, ...cells, ...ends],
  };
}

/** How much of the accent a cell has: what is nearly right stands out, and ink stays legible on all. */
export const heatShare = (share: number): number => 0.5 * share ** 2;

function heatOf(share: number): string {
  const channel = (place: number) => {
    const full = Number.parseInt(fileColours.accent.slice(1 + 2 * place, 3 + 2 * place), 16);
    return Math.round(255 + heatShare(share) * (full - 255));
  };
  return `rgb(${[0, 1, 2].map(channel).join(',')})`;
}
