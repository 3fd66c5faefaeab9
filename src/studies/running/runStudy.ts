/**
 * Runs a study: its cells on all trainers side by side, each ended run kept before it counts. The page
 * and the command line both call this; what differs between them is handed in.
 *
 * Nothing is remembered of an interruption: what is open follows from the plan and the runs that were
 * kept, and a run under way goes on from its checkpoint, because its id follows from its spec, the
 * backend and the attempt.
 */
import { messageOf } from '../../core/errors.ts';
import type { RunRecord } from '../../training/result.ts';
import { freeRunKey } from '../../training/runKey.ts';
import type { Cell } from '../plan/plan.ts';
import { specText } from '../plan/specText.ts';
import type { Study, StudyWithRuns } from '../study.ts';
import { createCellQueue, type CellQueue, type StudyPart } from './cellQueue.ts';
import type { StudySurroundings, StudyTrainer, TrainerEnd, TrainerReport } from './running.ts';
import { addReport, emptyLog, recordOfRun, type RunEnding, type RunLog } from './studyRun.ts';
import { createPaces, type Paces, type WatchedRun } from './timeLeft.ts';

export type { StudyPart };

export interface StudyEnd {
  /** Finished: every cell has an answer, if only that its run failed. */
  readonly outcome: 'finished' | 'stopped';
  /** All attempts, in the order in which they ended. */
  readonly runs: readonly RunRecord[];
}

/** A run under way, and who trains it. */
interface ActiveRun extends WatchedRun {
  readonly runId: string;
  readonly trainer: StudyTrainer;
  /** null until it is known. */
  datasetSha256: string | null;
  log: RunLog;
  firstStep: number;
  isPauseAsked: boolean;
}

interface Work {
  readonly study: Study;
  readonly around: StudySurroundings;
  readonly queue: CellQueue;
  readonly paces: Paces;
  readonly active: Set<ActiveRun>;
  /** Trainers that have a cell. */
  busy: number;
  /** Nothing more is begun: a run could not be kept, or was paused by somebody else. */
  isHalted: boolean;
  /** Wakes trainers that found no open cell. */
  wake: (() => void)[];
}

/**
 * Resolves when every cell has an answer, or when all that trained is paused. Rejects when a run
 * could not be kept; what trained is paused then, too.
 */
export async function runStudy(
  { study, runs }: StudyWithRuns,
  around: StudySurroundings,
  part: StudyPart = {},
): Promise<StudyEnd> {
  const queue = createCellQueue(study.plan, runs, part);
  const paces = createPaces();
  const state = { active: new Set<ActiveRun>(), busy: 0, isHalted: false, wake: [] };
  const work: Work = { study, around, queue, paces, ...state };
  tell(work);
  const served = await Promise.allSettled(around.trainers.map((trainer) => serve(work, trainer)));
  const fault = served.find((each) => each.status === 'rejected');
  if (fault) throw fault.reason;
  return { outcome: queue.ended === queue.all ? 'finished' : 'stopped', runs: queue.runs };
}

/** One trainer, until nothing is left for it. */
async function serve(work: Work, trainer: StudyTrainer): Promise<void> {
  while (!isStopped(work)) {
    const cell = work.queue.take();
    if (cell) await takeUp(work, trainer, cell);
    else if (work.busy === 0) return;
    // The last run of a tuning may open others.
    else await new Promise<void>((resolve) => work.wake.push(resolve));
  }
}

const isStopped = ({ isHalted, around }: Work) => isHalted || around.isStopAsked();

async function takeUp(work: Work, trainer: StudyTrainer, cell: Cell): Promise<void> {
  work.busy++; // at once: others that find no open cell wait for the end of this one
  try {
    await runCell(work, trainer, cell);
  } catch (error) {
    work.isHalted = true;
    pauseAll(work);
    throw error;
  } finally {
    work.busy--;
    work.queue.giveBack(cell);
    work.wake.splice(0).forEach((resolve) => resolve());
    tell(work);
  }
}

/** Rejects where the run could not be kept; what is wrong with the run itself is its reason. */
async function runCell(work: Work, trainer: StudyTrainer, cell: Cell): Promise<void> {
  const { around, queue, paces, study, active } = work;
  const taken = new Set(queue.runs.map(({ id }) => id));
  const runId = await freeRunKey(specText(cell.spec), trainer.environment.backend, taken);
  const createdAt = around.date();
  const run = createActiveRun({ runId, cell, trainer }, around.now());
  active.add(run);
  try {
    const ending = await train(work, run);
    if (ending.outcome === 'paused') {
      work.isHalted = true; // asked for here, or by somebody else
      return;
    }
    const { datasetSha256, log } = run;
    const origin = { createdAt, datasetSha256, environment: trainer.environment, app: around.app };
    const record = recordOfRun(study.plan, cell, { id: runId, ...origin }, { log, ending });
    await around.keep(record);
    // A run that was resumed took longer than was seen of it.
    if (ending.outcome === 'finished' && run.firstStep === 0) {
      paces.add(cell, around.now() - run.beganMs);
    }
    queue.answer(cell, record);
  } finally {
    active.delete(run);
  }
  await trainer.forget(runId).catch(() => {}); // a checkpoint that stays is not asked for again
}

function createActiveRun(
  what: Pick<ActiveRun, 'runId' | 'cell' | 'trainer'>,
  beganMs: number,
): ActiveRun {
  return {
    ...what,
    ...{ beganMs, firstStep: 0, isPauseAsked: false },
    ...{ log: emptyLog(), datasetSha256: null },
    get step() {
      return this.log.step;
    },
  };
}

async function train(
  work: Work,
  run: ActiveRun,
): Promise<RunEnding | Extract<TrainerEnd, { outcome: 'paused' }>> {
  const { runId, cell, trainer } = run;
  const { spec, stage } = cell;
  try {
    run.datasetSha256 = await trainer.datasetSha256(spec.dataset);
    const end = await trainer.train({ runId, spec }, (report) => hear(work, run, report));
    if (end.outcome === 'paused') return end;
    const { views } = work.study.plan;
    const isLookedAt = end.outcome === 'finished' && stage === 'main' && views.length > 0;
    if (!isLookedAt) return { ...end, views: [] };
    const accuracies = await trainer.lookAt({ runId, spec }, views);
    return { ...end, views: views.map((view, i) => ({ ...view, accuracy: accuracies[i]! })) };
  } catch (error) {
    return { outcome: 'failed', reason: messageOf(error) };
  }
}

function hear(work: Work, run: ActiveRun, report: TrainerReport): void {
  if (run.log.history.step.length === 0 && run.log.step === 0) run.firstStep = firstStepOf(report);
  run.log = addReport(run.log, report);
  if (isStopped(work)) pauseAll(work);
  tell(work);
}

/** Where the run goes on; 0 where its first report tells of its beginning. */
function firstStepOf({ step, points }: TrainerReport): number {
  return points.length <= 1 && points[0]?.step === 0 ? 0 : step;
}

function pauseAll({ active }: Work): void {
  for (const run of active) {
    if (run.isPauseAsked) continue;
    run.isPauseAsked = true;
    run.trainer.pause(run.runId).catch(() => {}); // a trainer that broke ends its run itself
  }
}

function tell({ around, queue, paces, active }: Work): void {
  const runs = [...active];
  around.report({
    active: runs.map(({ runId, cell, step }) => ({ runId, cell, step })),
    ended: queue.ended,
    all: queue.all,
    msLeft: paces.msLeft({
      toCome: queue.toCome,
      active: runs,
      trainers: around.trainers.length,
      nowMs: around.now(),
    }),
  });
}
