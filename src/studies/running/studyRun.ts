/** The record of a study's run: who it is, what was recorded while it trained, how it ended. */
import { cleanName } from '../../core/shownText.ts';
import { appendPoint, emptyHistory, type History } from '../../training/history.ts';
import type { RunRecord, ViewedResult } from '../../training/result.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import type { TrainerEnd, TrainerReport } from './running.ts';

/** How a run ended: as the trainer says, or with an error. */
export type RunEnding =
  | (Exclude<TrainerEnd, { outcome: 'paused' }> & { readonly views: readonly ViewedResult[] })
  | { readonly outcome: 'failed'; readonly reason: string };

/** `CNN · 300 · seed 3`; of a tuning run, with its draw. */
export function cellName({ arm, levels, seed, draw, stage }: Omit<Cell, 'spec'>): string {
  const parts = [arm, ...Object.values(levels)];
  if (stage === 'tuning') parts.push(`draw ${draw}`);
  return cleanName([...parts, `seed ${seed}`].join(' · '));
}

/** What was recorded of a run so far. */
export interface RunLog {
  readonly step: number;
  readonly history: History;
}

export const emptyLog = (): RunLog => ({ step: 0, history: emptyHistory() });

export function addReport(log: RunLog, { step, points }: TrainerReport): RunLog {
  return { step, history: points.reduce(appendPoint, log.history) };
}

export type RunOrigin = Pick<
  RunRecord,
  'id' | 'createdAt' | 'environment' | 'datasetSha256' | 'app'
>;

export function recordOfRun(
  plan: StudyPlan,
  cell: Cell,
  origin: RunOrigin,
  { log, ending }: { log: RunLog; ending: RunEnding },
): RunRecord {
  return {
    ...origin,
    name: cellName(cell),
    notes: '',
    tags: [],
    comparison: null,
    colour: Math.max(
      0,
      plan.arms.findIndex(({ label }) => label === cell.arm),
    ),
    spec: cell.spec,
    status: ending.outcome,
    reason: ending.outcome === 'finished' ? null : ending.reason,
    step: ending.outcome === 'failed' ? log.step : ending.step,
    history: log.history,
    final: ending.outcome === 'finished' ? ending.final : null,
    views: ending.outcome === 'failed' ? [] : ending.views,
    imported: false,
  };
}
