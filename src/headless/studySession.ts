/** A study from the command line, from its file to its results. */
import { readFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { parseJson, readText } from '../storage/jsonText.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import { addArms, addSeeds } from '../studies/plan/amending.ts';
import { createAnswers } from '../studies/plan/answers.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import { faultsOfPlan } from '../studies/plan/faults.ts';
import { knownOf } from '../studies/plan/knownDataset.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { canonicalPlanText, studyId } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { givenSpecs } from '../studies/plan/specsOfPlan.ts';
import { findReadyStudy } from '../studies/ready/index.ts';
import { planOf as planOfReady } from '../studies/ready/readyStudy.ts';
import { runStudy, type StudyEnd } from '../studies/running/runStudy.ts';
import type { StudySurroundings } from '../studies/running/running.ts';
import type { Study, StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { labInNode } from './nodeEnvironment.ts';
import { now } from './nodeSurroundings.ts';
import type { ReadyChoice, Repeatable, RunCommand } from './studyArguments.ts';
import { importNamed, type NamedDatasets } from './studyDatasets.ts';
import { openTrainers } from './studyTrainers.ts';
import { findStudy, openStudyWork, workFolder } from './studyWork.ts';

/** What may be watched of it. */
export interface Watching {
  progress: StudySurroundings['report'];
  ended(run: RunRecord): void;
  isStopAsked(): boolean;
}

export interface SessionEnd extends StudyEnd {
  readonly study: Study;
  /** The newest attempt at each cell: those that count. */
  readonly counted: readonly RunRecord[];
  /** Of each declared comparison, once the whole study is through. */
  readonly verdicts: readonly string[];
}

/** Runs what the command asks for. Whatever is wrong with that is an error before anything is written. */
export async function runCommand(command: RunCommand, watching: Watching): Promise<SessionEnd> {
  const app = labInNode();
  const begun = await prepare(command);
  const settings = { ...command, folder: workFolder(command.out) };
  const { trainers, close } = await openTrainers(settings, command.jobs);
  try {
    const work = await openStudyWork(command.out, begun, begun.imported);
    try {
      const end = await runStudy(
        begun,
        {
          ...{ trainers, app, now, date },
          report: watching.progress,
          isStopAsked: watching.isStopAsked,
          async keep(run) {
            await work.keep(run);
            watching.ended(run);
          },
        },
        { shard: command.shard, repeated: repeatedOf(begun, command.repeated) },
      );
      const isFinished = end.outcome === 'finished';
      const isWhole = isFinished && command.shard.count === 1;
      const study = isWhole ? lookedAt(begun.study) : begun.study;
      const analysis = await work.finish({ study: { study, runs: end.runs }, app, isFinished });
      const counted = countedRuns({ study, runs: end.runs });
      return { ...end, study, counted, verdicts: isWhole ? verdictsOf(analysis) : [] };
    } finally {
      await work.release();
    }
  } finally {
    close();
  }
}

/** Whoever is told the verdicts has looked. */
const lookedAt = (study: Study): Study => ({ ...study, lookedAt: study.lookedAt ?? date() });

const verdictsOf = ({ comparisons }: StudyAnalysis) => comparisons.map(({ verdict }) => verdict);

const date = () => new Date().toISOString();

interface Prepared extends StudyWithRuns {
  readonly imported: readonly Dataset[];
}

/** Reads all that is there and checks it; writes nothing. */
async function prepare(command: RunCommand): Promise<Prepared> {
  const { plan, datasets } = await planOf(command);
  const found = await findStudy(command.out, command);
  const begun = await takeUp(plan, found, command.out);
  await expectRunnable(begun, datasets);
  expectBackend(command, begun.runs);
  return { ...begun, imported: datasets.imported };
}

async function planOf({
  source,
  datasets: given,
}: RunCommand): Promise<{ plan: StudyPlan; datasets: NamedDatasets }> {
  const file = 'file' in source ? source.file : undefined;
  const json = 'file' in source ? await readPlanFile(source.file) : readyPlan(source);
  const datasets = await importNamed(json, given, file);
  return { plan: readPlan(datasets.plan, file), datasets };
}

async function readPlanFile(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new LabError('study-missing', {
      found: `no file ${file}`,
      expected: 'the file of a study',
      fix: 'see docs/STUDIES.md for how one is written, or print a ready one: --ready list',
    });
  });
  return parseJson(await readText(new Blob([bytes])));
}

export const readyPlan = ({ ready, size }: ReadyChoice): StudyPlan =>
  planOfReady(findReadyStudy(ready), size);

/** What was begun, or the plan as a new study. */
async function takeUp(
  plan: StudyPlan,
  found: StudyWithRuns | undefined,
  out: string,
): Promise<StudyWithRuns> {
  if (!found) {
    const own = { id: await studyId(plan), plan, amendments: [], lookedAt: null };
    return { study: { ...own, createdAt: date() }, runs: [] };
  }
  const study = grownStudy(found, plan);
  if (study) return { study, runs: found.runs };
  throw new LabError('other-study', {
    found: `${out}, results of another plan: ${found.study.plan.title}`,
    expected: `results of ${plan.title}, or of the same plan with fewer seeds or arms`,
    fix: 'choose another --out, or the file of the study that was begun',
  });
}

/** The study with what its file has added to it since; undefined where that is more than seeds and arms. */
function grownStudy({ study, runs }: StudyWithRuns, plan: StudyPlan): Study | undefined {
  const wanted = canonicalPlanText(plan);
  if (canonicalPlanText(study.plan) === wanted) return study;
  const context = { at: date(), endedRuns: endedRunsOf(study, runs) };
  const seeds = plan.seeds.filter((seed) => !study.plan.seeds.includes(seed));
  const labels = new Set(study.plan.arms.map(({ label }) => label));
  const arms = plan.arms.filter(({ label }) => !labels.has(label));
  // Results were written, with what they say: whoever adds to them may have read it.
  let grown: Study = { ...study, lookedAt: study.lookedAt ?? (runs.length > 0 ? date() : null) };
  if (arms.length > 0) grown = addArms(grown, arms, context);
  if (seeds.length > 0) grown = addSeeds(grown, seeds, context);
  return canonicalPlanText(grown.plan) === wanted ? grown : undefined;
}

function endedRunsOf({ plan }: Study, runs: readonly RunRecord[]): number {
  const answers = createAnswers(runs);
  const { cells } = cellsOf(plan, answers);
  return cells.filter(({ stage, spec }) => stage === 'main' && answers.of(spec)).length;
}

/** Images for every arm, models that fit them, and the images that were trained on before. */
async function expectRunnable(
  { study, runs }: StudyWithRuns,
  { load }: NamedDatasets,
): Promise<void> {
  const loaded = new Map<string, Dataset>();
  const keyOf = (choice: SystemChoice) => JSON.stringify(choice);
  for (const { dataset } of [...givenSpecs(study.plan), ...runs].map(({ spec }) => spec)) {
    if (!loaded.has(keyOf(dataset))) loaded.set(keyOf(dataset), await load(dataset));
  }
  const known = (choice: SystemChoice, seed: number) => knownOf(loaded.get(keyOf(choice))!, seed);
  const faults = faultsOfPlan(study.plan, known);
  if (faults.length > 0) {
    throw new LabError('plan-faults', {
      found: faults.slice(0, MOST_FAULTS).join('. '),
      expected: 'a plan whose every run can be trained',
      fix: 'mend the plan',
    });
  }
  for (const { name, spec, datasetSha256 } of runs) {
    const { sha256, label } = loaded.get(keyOf(spec.dataset))!;
    if (datasetSha256 === null || datasetSha256 === sha256) continue;
    throw new LabError('dataset-differs', {
      found: `other images in ${label} (SHA-256 ${sha256.slice(0, 12)}…) than ${name} was trained on`,
      expected: `the images with SHA-256 ${datasetSha256.slice(0, 12)}…`,
      fix: 'put back the files that the study was begun with, or begin it again with another --out',
    });
  }
}

/** Of a plan with many, the first tell enough. */
const MOST_FAULTS = 5;

/** Runs of two backends differ in the last digits, and so would what is paired. */
function expectBackend({ backend }: RunCommand, runs: readonly RunRecord[]): void {
  const before = runs.find(({ environment }) => environment !== null)?.environment?.backend;
  if (before === undefined || before === backend) return;
  throw new LabError('backend-differs', {
    found: `runs that were trained on ${before}, and --backend ${backend}`,
    expected: 'one backend for a study',
    fix: `go on with --backend ${before}`,
  });
}

/** The newest attempts that ended so. */
function repeatedOf(begun: StudyWithRuns, states: readonly Repeatable[]): ReadonlySet<string> {
  const wanted: readonly string[] = states;
  const ended = countedRuns(begun).filter(({ status }) => wanted.includes(status));
  return new Set(ended.map(({ id }) => id));
}

/** The newest attempt at each cell that has one; cells of one spec share theirs. */
function countedRuns({ study, runs }: StudyWithRuns): RunRecord[] {
  const answers = createAnswers(runs);
  const newest = cellsOf(study.plan, answers).cells.map(({ spec }) => answers.of(spec));
  return [...new Set(newest)].filter((run) => run !== undefined);
}
