/** What the page may know of a study's results: what they are made of, and how they are worded. */
import type { CellSummary, Interval } from '../studies/analysis/analysis.ts';
import type { Levels } from '../studies/plan/plan.ts';
import { durationText } from './wording.ts';

export type {
  CellSummary,
  Interval,
  PairedDifference,
  StudyAnalysis,
  TestedComparison,
  TunedSetting,
} from '../studies/analysis/analysis.ts';
export { analyseStudy } from '../studies/analysis/analyseStudy.ts';
export { hasSeveralDatasets } from '../studies/analysis/pooled.ts';
export type { Levels, StudyPlan } from '../studies/plan/plan.ts';

/** `87.5 %` of a share. */
export const percentText = (share: number | null): string =>
  share === null ? '–' : `${(100 * share).toFixed(1)} %`;

/** `+1.2`: a difference of shares, in points. */
export function pointsText(difference: number | null): string {
  if (difference === null) return '–';
  const points = (100 * difference).toFixed(1);
  return difference >= 0 ? `+${points.replace('-', '')}` : `−${points.replace('-', '')}`;
}

/** `86.1–88.9` of shares, in per cent. */
export const intervalText = (interval: Interval | null): string =>
  interval ? `${(100 * interval.low).toFixed(1)}–${(100 * interval.high).toFixed(1)}` : '–';

/** `+0.4 to +2.0`, in points. */
export const spanText = (interval: Interval | null): string =>
  interval ? `${pointsText(interval.low)} to ${pointsText(interval.high)}` : '–';

/** `0.8 s` for what is over soon; else `21 s`, `1 m 04 s`. */
export const shortTime = (ms: number): string =>
  ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : durationText(ms);

/** `.031`, `< .001`: as papers write a probability. */
export function probabilityText(p: number | null): string {
  if (p === null) return '–';
  if (p >= 0.9995) return '1';
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, '');
}

/** `Training images 300 · Dataset Where`; `mean` over all of them. */
export function placeText(at: Levels | 'mean'): string {
  if (at === 'mean') return 'in the mean';
  return Object.entries(at)
    .map(([factor, level]) => `${factor.toLowerCase()} ${level}`)
    .join(' · ');
}

/** Runs of these cells, by what became of them. */
export function countsOf(cells: readonly CellSummary[]) {
  const sum = (count: (cell: CellSummary) => number) =>
    cells.reduce((total, cell) => total + count(cell), 0);
  return {
    planned: sum(({ planned }) => planned),
    finished: sum(({ values }) => values.length),
    diverged: sum(({ diverged }) => diverged),
    failed: sum(({ failed }) => failed),
    open: sum(({ open }) => open),
  };
}
