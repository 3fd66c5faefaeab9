/**
 * What may change of a study after it began: seeds and arms are added, lost runs are repeated. What
 * trains here is paused for it and goes on afterwards.
 */
import { LabError } from '../core/errors.ts';
import { changeStudy, readStudy, readStudyRuns, type StudyRow } from '../storage/studies.ts';
import { addArms, addSeeds, type AmendingContext } from '../studies/plan/amending.ts';
import { createAnswers } from '../studies/plan/answers.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { StudyArm, StudyPlan } from '../studies/plan/plan.ts';
import { specText } from '../studies/plan/specText.ts';
import type { Study } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { showError } from './notices.ts';
import { listStudy } from './studyList.ts';
import { followStudy } from './studyOpen.ts';
import { holdStudy, tellTabs } from './studyTabs.ts';
import { createTally } from './studyTally.ts';
import { startStudy } from './studyWatch.ts';
import { isTraining, pauseStudy } from './studyWork.ts';

/** Adds seeds to every arm and level; it is written down, and so is whether results were seen by then. */
export function addSeedsTo(id: string, seeds: readonly number[]): Promise<void> {
  return amend(id, (study, context) => addSeeds(study, seeds, context));
}

/** Adds arms, which are compared with the baseline. */
export function addArmsTo(id: string, arms: readonly StudyArm[]): Promise<void> {
  return amend(id, (study, context) => addArms(study, arms, context));
}

/** Trains the cells of all runs that diverged or failed once more. */
export function repeatLost(id: string): Promise<void> {
  return repeat(id, () => true);
}

/** Trains the cell of one run that diverged or failed once more. */
export function repeatRun(id: string, runId: string): Promise<void> {
  return repeat(id, (run) => run.id === runId);
}

type Change = (row: StudyRow, runs: readonly RunRecord[]) => Partial<StudyRow>;

async function amend(
  id: string,
  change: (study: Study, context: AmendingContext) => Study,
): Promise<void> {
  const wasTraining = isTraining(id);
  const isChanged = await whileAtRest(id, (row, runs) => {
    const endedRuns = endedOfMain(row.study.plan, runs);
    const study = change(row.study, { at: new Date().toISOString(), endedRuns });
    const { counts } = createTally(study.plan, runs, row.repeats);
    return { study, ...counts, wish: runs.length > 0 ? 'paused' : 'planned' };
  });
  if (isChanged && wasTraining) void startStudy(id);
}

async function repeat(id: string, isAsked: (newest: RunRecord) => boolean): Promise<void> {
  const isChanged = await whileAtRest(id, ({ study, repeats }, runs) => {
    const lost = lostAttempts(study.plan, runs, isAsked);
    const { counts } = createTally(study.plan, runs, [...new Set([...repeats, ...lost])]);
    return { ...counts, wish: 'paused' };
  });
  if (isChanged) void startStudy(id);
}

/** All attempts at a cell whose newest was lost: an older one would answer it just as well. */
function lostAttempts(
  plan: StudyPlan,
  runs: readonly RunRecord[],
  isAsked: (newest: RunRecord) => boolean,
): string[] {
  const answers = createAnswers(runs);
  return cellsOf(plan, answers).cells.flatMap(({ spec }) => {
    const attempts = answers.attemptsAt(spec);
    const newest = attempts.at(-1);
    const isLost = newest && newest.status !== 'finished' && isAsked(newest);
    return isLost ? attempts.map(({ id }) => id) : [];
  });
}

function endedOfMain(plan: StudyPlan, runs: readonly RunRecord[]): number {
  const main = cellsOf(plan, runs).cells.filter(({ stage }) => stage === 'main');
  const texts = new Set(main.map(({ spec }) => specText(spec)));
  return runs.filter(({ spec }) => texts.has(specText(spec))).length;
}

/** @returns false (and a notice) where it cannot be changed now */
async function whileAtRest(id: string, change: Change): Promise<boolean> {
  try {
    if (isTraining(id)) await pauseStudy(id);
    const outcome = await holdStudy(id, async () => {
      const [row, { runs }] = await Promise.all([readStudy(id), readStudyRuns(id)]);
      if (!row) throw gone();
      const patch = change(row, runs);
      return changeStudy(id, () => patch);
    });
    if (outcome === 'elsewhere') throw elsewhere();
    if (!outcome) return false;
    listStudy(outcome);
    followStudy(outcome);
    tellTabs({ kind: 'changed', id });
    return true;
  } catch (error) {
    showError(error);
    return false;
  }
}

const elsewhere = () =>
  new LabError('study-elsewhere', {
    found: 'that this study is being trained in another tab',
    expected: 'a study at rest',
    fix: 'pause it first, or change it in that tab',
  });

const gone = () =>
  new LabError('study-gone', {
    found: 'no such study in this browser',
    expected: 'a study that is kept here',
    fix: 'open it again from its results file',
  });
