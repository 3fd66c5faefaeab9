/** A study out of the lab as a results file, and into it; and a plan that comes as a file. */
import { LabError } from '../core/errors.ts';
import { putStudy, readStudy, readStudyRuns, type StudyRow } from '../storage/studies.ts';
import type { ImportedResults } from '../storage/resultFile.ts';
import { analyseStudy } from '../studies/analysis/analyseStudy.ts';
import { createAnswers } from '../studies/plan/answers.ts';
import { canonicalPlanText } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import type { Study, StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { environmentOf, labVersion } from './environment.ts';
import { getLab } from './lab.ts';
import { showError, showInfo } from './notices.ts';
import { fileNameOf, saveText } from './saveFile.ts';
import { openStudy, takePlan } from './studies.ts';
import { listStudy } from './studyList.ts';
import { pooledAnalysis } from './studyPooling.ts';
import { newRow } from './studyRows.ts';
import { holdStudy, tellTabs } from './studyTabs.ts';
import { createTally } from './studyTally.ts';

/** Saves the study's plan, runs and what they say as a results file. */
export async function exportStudy(open: StudyWithRuns): Promise<void> {
  try {
    const { study, runs } = open;
    const { exportStudy: textOf } = await import('../storage/resultFile.ts');
    const { engine } = getLab();
    const analysis = await pooledAnalysis(study.plan, analyseStudy(study, runs));
    const text = textOf(open, analysis, {
      app: { name: 'Coordinet Lab', ...labVersion },
      environment: engine.phase === 'ready' ? environmentOf(engine.status) : null,
      created: new Date().toISOString(),
    });
    const name = `study-${fileNameOf(study.plan.title)}-results.json`;
    saveText(text, { name, type: 'application/json' });
  } catch (error) {
    showError(error);
  }
}

/** Opens the study of a results file; where it is here already, what the file has besides is added. */
export async function importStudy(
  study: Study,
  { runs, isEdited }: Pick<ImportedResults, 'runs' | 'isEdited'>,
): Promise<void> {
  const { id } = study;
  const outcome = await holdStudy(id, async () => {
    const held = await readStudy(id);
    const before = held ? (await readStudyRuns(id)).runs : [];
    if (held) expectSamePlan(held.study, study);
    const added = missingRuns(before, runs);
    const row = rowOf(held ?? { ...newRow(id, study.plan), study }, [...before, ...added]);
    await putStudy(row, added);
    return { row, added: added.length };
  });
  if (outcome === 'elsewhere') throw underWay();
  listStudy(outcome.row);
  tellTabs({ kind: 'changed', id });
  await openStudy(id, 'results');
  showInfo(importText(study, { added: outcome.added, all: runs.length, isEdited }));
}

/** How far it is with these runs; nothing of it trains. */
function rowOf(row: StudyRow, runs: readonly RunRecord[]): StudyRow {
  const { counts } = createTally(readPlan(row.study.plan), runs, row.repeats);
  const atRest = runs.length > 0 ? 'paused' : 'planned';
  const wish = counts.ended === counts.all ? 'finished' : atRest;
  return { ...row, ...counts, wish, updatedAt: new Date().toISOString() };
}

/** Runs that are not here, of cells that have not finished here. */
function missingRuns(held: readonly RunRecord[], given: readonly RunRecord[]): RunRecord[] {
  const ids = new Set(held.map(({ id }) => id));
  const answers = createAnswers(held);
  return given.filter(({ id, spec }) => !ids.has(id) && answers.of(spec)?.status !== 'finished');
}

function expectSamePlan(held: Study, given: Study): void {
  if (canonicalPlanText(held.plan) === canonicalPlanText(given.plan)) return;
  throw new LabError('study-other-plan', {
    found: `“${given.plan.title}” with other seeds or arms than it has here`,
    expected: 'the same plan',
    fix: 'add the same seeds and arms here first, or delete the study here',
  });
}

const underWay = () =>
  new LabError('study-elsewhere', {
    found: 'that this study is being trained now',
    expected: 'a study at rest',
    fix: 'pause it first, then open the file again',
  });

function importText(
  { plan }: Study,
  { added, all, isEdited }: { added: number; all: number; isEdited: boolean },
): string {
  const parts = [`Opened “${plan.title}” with ${all === 1 ? '1 run' : `${all} runs`}.`];
  if (added < all) parts.push(`${all - added} of them were here already.`);
  if (isEdited) parts.push('The file was changed after the lab wrote it.');
  return parts.join(' ');
}

/** Takes a file's JSON as a plan to be looked over. Throws a LabError where it is none. */
export function importPlan(value: unknown, file: string): void {
  takePlan(readPlan(value, file));
}

/** Is it meant as a plan? Results say their version, plans have arms. */
export function isPlanFile(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'arms' in value && !('schemaVersion' in value)
  );
}
