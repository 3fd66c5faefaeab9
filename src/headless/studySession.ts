/** A study from the command line, from its file to its results. */
import { readFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import { parseJson, readText } from '../storage/jsonText.ts';
import { createAnswers } from '../studies/plan/answers.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { canonicalPlanText, studyId } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { givenSpecs } from '../studies/plan/specsOfPlan.ts';
import { runStudy, type StudyEnd } from '../studies/running/runStudy.ts';
import type { StudySurroundings } from '../studies/running/running.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { expectEnoughImages } from '../training/enoughImages.ts';
import { labInNode } from './nodeEnvironment.ts';
import { now } from './nodeSurroundings.ts';
import type { Repeatable, RunCommand } from './studyArguments.ts';
import { importNamed, type NamedDatasets } from './studyDatasets.ts';
import { openTrainers } from './studyTrainers.ts';
import { findStudy, openStudyWork } from './studyWork.ts';

/** What may be watched of it. */
export interface Watching {
  progress: StudySurroundings['report'];
  ended(run: RunRecord): void;
  isStopAsked(): boolean;
}

export interface SessionEnd extends StudyEnd {
  readonly study: StudyWithRuns['study'];
  readonly app: RunRecord['app'];
}

/** Runs what the command asks for. Whatever is wrong with that is an error before anything is written. */
export async function runCommand(command: RunCommand, watching: Watching): Promise<SessionEnd> {
  const { out } = command;
  const app = labInNode();
  const { plan, datasets } = await planOf(command);
  const found = await findStudy(out, command);
  const begun = await takeUp(plan, found, out);
  await expectDatasets(plan, datasets, begun.runs);
  expectBackend(command, begun.runs);
  const work = await openStudyWork(out, begun, datasets.imported);
  const { trainers, close } = await openTrainers({ ...command, folder: work.folder }, command.jobs);
  let runs = begun.runs;
  try {
    const around: StudySurroundings = {
      ...{ trainers, app, now, date: () => new Date().toISOString() },
      report: watching.progress,
      isStopAsked: watching.isStopAsked,
      async keep(run) {
        await work.keep(run);
        runs = [...runs, run];
        watching.ended(run);
      },
    };
    const repeated = repeatedOf(begun, command.repeated);
    const end = await runStudy(begun, around, { shard: command.shard, repeated });
    const study = { ...begun, runs: end.runs };
    await work.close({ study, app, isFinished: end.outcome === 'finished' });
    return { ...end, study: begun.study, app };
  } finally {
    close();
  }
}

async function planOf({
  source,
  datasets: given,
}: RunCommand): Promise<{ plan: StudyPlan; datasets: NamedDatasets }> {
  if (!('file' in source)) throw new Error('ready studies are not there yet');
  const { file } = source;
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new LabError('study-missing', {
      found: `no file ${file}`,
      expected: 'the file of a study',
      fix: 'see docs/STUDIES.md for how one is written, or print a ready one: --ready list',
    });
  });
  const json = parseJson(await readText(new Blob([bytes])));
  const datasets = await importNamed(json, given, file);
  return { plan: readPlan(datasets.plan, file), datasets };
}

/** What was begun, or the plan as a new study. */
async function takeUp(
  plan: StudyPlan,
  found: StudyWithRuns | undefined,
  out: string,
): Promise<StudyWithRuns> {
  if (!found) {
    const createdAt = new Date().toISOString();
    const study = { id: await studyId(plan), plan, amendments: [], createdAt, lookedAt: null };
    return { study, runs: [] };
  }
  if (canonicalPlanText(found.study.plan) === canonicalPlanText(plan)) return found;
  throw new LabError('other-study', {
    found: `${out}, results of another study: ${found.study.plan.title}`,
    expected: `results of ${plan.title}`,
    fix: 'choose another --out, or the file of the study that was begun',
  });
}

/** Images for every arm, and the same that were trained on before. */
async function expectDatasets(
  plan: StudyPlan,
  { load }: NamedDatasets,
  runs: readonly RunRecord[],
): Promise<void> {
  for (const { spec } of givenSpecs(plan)) {
    const dataset = await load(spec.dataset);
    expectEnoughImages(spec, dataset);
  }
  for (const { name, spec, datasetSha256 } of runs) {
    const { sha256, label } = await load(spec.dataset);
    if (datasetSha256 === null || datasetSha256 === sha256) continue;
    throw new LabError('dataset-differs', {
      found: `other images in ${label} (SHA-256 ${sha256.slice(0, 12)}…) than ${name} was trained on`,
      expected: `the images with SHA-256 ${datasetSha256.slice(0, 12)}…`,
      fix: 'put back the files that the study was begun with, or begin it again with another --out',
    });
  }
}

/** Runs of two backends differ in the last digits, and so would what is paired. */
function expectBackend({ backend }: RunCommand, runs: readonly RunRecord[]): void {
  const before = runs.find(({ environment }) => environment !== null)?.environment?.backend;
  if (before === undefined || backend === 'auto' || before === backend) return;
  throw new LabError('backend-differs', {
    found: `runs that were trained on ${before}, and --backend ${backend}`,
    expected: 'one backend for a study',
    fix: `go on with --backend ${before}`,
  });
}

/** The newest attempts that ended so. */
function repeatedOf(
  { study, runs }: StudyWithRuns,
  states: readonly Repeatable[],
): ReadonlySet<string> {
  const answers = createAnswers(runs);
  const newest = cellsOf(study.plan, answers).cells.map(({ spec }) => answers.of(spec));
  const wanted: readonly string[] = states;
  return new Set(newest.flatMap((run) => (run && wanted.includes(run.status) ? [run.id] : [])));
}
