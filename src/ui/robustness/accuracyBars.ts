/** Accuracy of every run at the present setting: as rows, as a table, and as a picture in a file. */
import type { RunRecord } from '../../store/lab.ts';
import { reasonOfRun, scoreOfRun, type RunScore } from '../../store/robustnessFigures.ts';
import type { SurveyView } from '../../store/robustnessView.ts';
import { countText } from '../../store/wording.ts';
import type { ChartTable } from '../charts/chart.ts';
import { fileColours } from '../charts/fileFigure.ts';
import type { Drawing, Shape } from './shapes.ts';

export interface AccuracyRow {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  /** null before the first images are answered; stale until the first at this setting are. */
  readonly score: RunScore | null;
  /** Why it cannot be asked. */
  readonly reason: string | null;
  /** On the test images as they are, from the end of its training. */
  readonly clean: number | null;
}

export function accuracyRows(runs: readonly RunRecord[], survey: SurveyView | null): AccuracyRow[] {
  return runs.map(({ id, name, colour, final }) => ({
    ...{ id, name, colour },
    score: scoreOfRun(survey, id),
    reason: reasonOfRun(survey, id),
    clean: final?.testAccuracy ?? null,
  }));
}

const percent = (share: number) => 100 * share;

export function accuracyTable(rows: readonly AccuracyRow[]): ChartTable {
  return {
    columns: ['Run', 'Accuracy (%)', 'From (%)', 'To (%)', 'Images', 'As they are (%)'],
    decimals: [undefined, 1, 1, 1, undefined, 1],
    rows: rows.map(({ name, score, clean }) => {
      const known = score?.isStale ? null : score;
      return [
        name,
        known && percent(known.share),
        known && percent(known.low),
        known && percent(known.high),
        known?.total ?? 0,
        clean && percent(clean),
      ];
    }),
  };
}

/** `96.0 % ± 0.9`; the interval's farther half. */
export function scoreText({ share, low, high }: Pick<RunScore, 'share' | 'low' | 'high'>): string {
  const half = Math.max(high - share, share - low);
  return `${percent(share).toFixed(1)} ± ${percent(half).toFixed(1)}`;
}

/** `512 of 2,000` while it fills in, then `2,000 images`. */
export function countedText(total: number, images: number | null): string {
  return images !== null && total < images
    ? `${countText(total)} of ${countText(images)}`
    : `${countText(total)} images`;
}

const LEFT = 150;
const BAR = 420;
const RIGHT = 190;
const LINE = 26;
const TOP = 56;

/** As a picture: a bar for each run, with its interval. */
export function accuracyDrawing(rows: readonly AccuracyRow[], title: string): Drawing {
  const { ink, soft, line, runs } = fileColours;
  const bars = rows.flatMap(({ name, colour, score, clean }, row): Shape[] => {
    const middle = TOP + row * LINE + LINE / 2;
    const at = (share: number) => LEFT + BAR * share;
    const text = { y: middle + 4, size: 13 } as const;
    const label: Shape = {
      kind: 'text',
      x: LEFT - 12,
      text: name,
      colour: ink,
      anchor: 'end',
      ...text,
    };
    const mark = (x: number, half: number, colour: string): Shape => {
      return { kind: 'line', from: [x, middle - half], to: [x, middle + half], colour, width: 1.5 };
    };
    if (!score || score.isStale) return [label];
    const fill = runs[colour % runs.length]!;
    const [low, high] = [at(score.low), at(score.high)];
    return [
      label,
      { kind: 'rectangle', x: LEFT, y: middle - 5, width: BAR * score.share, height: 10, fill },
      ...(clean === null ? [] : [mark(at(clean), 8, soft)]),
      { kind: 'line', from: [low, middle], to: [high, middle], colour: ink, width: 1.5 },
      mark(low, 4, ink),
      mark(high, 4, ink),
      {
        kind: 'text',
        x: LEFT + BAR + 14,
        text: `${scoreText(score)} % (${countText(score.total)})`,
        colour: ink,
        anchor: 'start',
        ...text,
      },
    ];
  });
  const bottom = TOP + rows.length * LINE;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share): Shape[] => {
    const x = LEFT + BAR * share;
    return [
      { kind: 'line', from: [x, TOP], to: [x, bottom], colour: line, width: 1 },
      {
        kind: 'text',
        x,
        y: bottom + 18,
        text: `${100 * share}`,
        colour: soft,
        size: 12,
        anchor: 'middle',
      },
    ];
  });
  const name: Shape = {
    kind: 'text',
    x: 16,
    y: 28,
    text: title,
    colour: ink,
    size: 16,
    anchor: 'start',
  };
  return { width: LEFT + BAR + RIGHT, height: bottom + 34, shapes: [name, ...ticks, ...bars] };
}
