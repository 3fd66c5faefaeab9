/**
 * Between a study as the lab keeps it and as a results file holds it, and what no schema can say of
 * one: is the plan one that can be run, is the id its own, are the runs its own, each cell once?
 *
 * Imports zod through its schema: import this file lazily.
 */
import { LabError } from '../core/errors.ts';
import { sha256Of } from '../core/hash.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { studyId } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { givenSpecs } from '../studies/plan/specsOfPlan.ts';
import { specText } from '../studies/plan/specText.ts';
import { drawnSpec } from '../studies/plan/tuning.ts';
import type { Study } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import type { ResultBody } from './resultVersions.ts';
import { study as studySchema, type FileStudy } from './studySchema.ts';

/** Its fields in the file's order, and nothing else. The plan is written as it was first run. */
export const fileStudyOf = (study: Study): FileStudy => studySchema.parse(study);

/** Rejects with a LabError that names what is wrong with the study of a file; null where it has none. */
export async function checkedStudy(
  file: Pick<ResultBody, 'study' | 'analysis'>,
  runs: readonly RunRecord[],
): Promise<Study | null> {
  if (!file.study) {
    if (file.analysis) throw analysisAlone();
    return null;
  }
  const study = file.study as Study;
  const plan = readPlan(study.plan, 'study.plan');
  await expectOwnId(study);
  expectOwnRuns(plan, runs);
  expectFinishedOnce(runs);
  return study;
}

/**
 * An amended plan is no longer the one that named the study. Else the id is that of the plan as this
 * lab writes it, or of the plan as it stands in the file: a newer lab may know options that it does not
 * mention.
 */
async function expectOwnId({ id, plan, amendments }: Study): Promise<void> {
  if (amendments.length > 0) return;
  const text = new TextEncoder().encode(JSON.stringify(sortKeys(plan)));
  const own = (await sha256Of([text])).slice(0, id.length);
  if (own === id || (await studyId(plan)) === id) return;
  throw fault('results-study-id', {
    found: `study.id = "${id}", and a plan whose own is "${own}"`,
    expected: 'the id of the plan, or an amendment that says what was changed',
    fix: 'take the file as the lab wrote it: a plan is not changed in its results',
  });
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each)]));
}

function expectOwnRuns(plan: StudyPlan, runs: readonly RunRecord[]): void {
  const known = new Set(cellsOf(plan, runs).cells.map(({ spec }) => specText(spec)));
  const foreign = runs.findIndex(
    ({ spec }) => !known.has(specText(spec)) && !isOfAnotherDraw(plan, specText(spec), spec.seed),
  );
  if (foreign < 0) return;
  throw fault('results-foreign-run', {
    found: `runs[${foreign}], “${runs[foreign]!.name}”, whose spec no cell of the plan has`,
    expected: 'runs of this study alone',
    fix: 'take the run out, or export the study again',
  });
}

/** Settings that tuning chose once, and others after one of its runs was repeated. */
function isOfAnotherDraw(plan: StudyPlan, text: string, seed: number): boolean {
  const { tuning, arms, seeds } = plan;
  if (!tuning || !seeds.includes(seed)) return false;
  return givenSpecs(plan).some(({ arm: label, spec }) => {
    const arm = arms.find((each) => each.label === label)!;
    return Array.from({ length: tuning.draws }, (_, draw) => draw).some(
      (draw) => specText({ ...drawnSpec(spec, arm, draw, tuning), seed }) === text,
    );
  });
}

/** A run is repeated where it diverged or failed; what finished is not run for a better result. */
function expectFinishedOnce(runs: readonly RunRecord[]): void {
  const seen = new Map<string, number>();
  for (const [index, { status, spec }] of runs.entries()) {
    if (status !== 'finished') continue;
    const first = seen.get(specText(spec));
    if (first !== undefined) {
      throw fault('results-cell-twice', {
        found: `runs[${index}] and runs[${first}], which both finished the same cell`,
        expected: 'one finished run for each cell of the plan',
        fix: 'take one of them out, and say which and why',
      });
    }
    seen.set(specText(spec), index);
  }
}

const analysisAlone = () =>
  fault('results-analysis', {
    found: 'an analysis without the study that it is of',
    expected: 'both, or neither',
    fix: 'export the study again',
  });

function fault(code: string, parts: { found: string; expected: string; fix: string }): LabError {
  return new LabError(code, parts);
}
