/**
 * Training a study in the page: its cells on workers of its own, one study at a time. What is open
 * follows from the plan and the runs that are kept, so a study that was interrupted (paused, reloaded,
 * crashed) goes on where its runs and their checkpoints are.
 */
import { LabError } from '../core/errors.ts';
import {
  changeStudy,
  deleteStudyCheckpoints,
  putStudyRun,
  readStudyRuns,
  type StudyRow,
} from '../storage/studies.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { runStudy } from '../studies/running/runStudy.ts';
import type { StudyProgress, StudySurroundings } from '../studies/running/running.ts';
import type { RunRecord } from '../training/result.ts';
import { labVersion } from './environment.ts';
import { createGatherer } from './gatherer.ts';
import { getLab, setLab } from './lab.ts';
import { announce, showError } from './notices.ts';
import { expectSameImages } from './studyImages.ts';
import { listStudy, markTrained, trainedWhere } from './studyList.ts';
import { followRun, followStudy } from './studyOpen.ts';
import { createTally, type StudyTally } from './studyTally.ts';
import { holdStudy, tellTabs } from './studyTabs.ts';
import { openStudyTrainers, type StudyTrainers } from './studyTrainers.ts';

/** The study that is trained here. */
interface Training {
  readonly id: string;
  isStopAsked: boolean;
  trainers: StudyTrainers | undefined;
  /** Resolves when it is over. */
  ended: Promise<void>;
}

let training: Training | undefined;

/**
 * Trains a study until it is through or paused. Never rejects: what keeps it from running is shown.
 *
 * @returns false where another tab trains it
 */
export async function trainStudy(id: string): Promise<boolean> {
  if (training?.id === id) return true;
  if (training) {
    showError(busy(training.id));
    return true;
  }
  const own: Training = { id, isStopAsked: false, trainers: undefined, ended: Promise.resolve() };
  training = own;
  const held = holdStudy(id, () => work(own)).catch(showError);
  own.ended = held.then(() => {});
  const outcome = await held;
  if (training === own) training = undefined;
  return outcome !== 'elsewhere';
}

/** Pauses what trains here, or asks the tab that does. Resolves when what trains here has paused. */
export async function pauseStudy(id: string): Promise<void> {
  if (training?.id !== id) {
    if (trainedWhere(id) === 'elsewhere') tellTabs({ kind: 'pause', id });
    return;
  }
  training.isStopAsked = true;
  training.trainers?.trainers.forEach((trainer) => trainer.pauseNow());
  await training.ended;
}

/** Pauses, and gives up the runs that are under way; those that have ended stay. */
export async function cancelStudy(id: string): Promise<void> {
  await pauseStudy(id);
  await deleteStudyCheckpoints(id).catch(showError);
}

/** Is a study trained here now? */
export const isTraining = (id: string): boolean => training?.id === id;

async function work(own: Training): Promise<void> {
  const { id } = own;
  const row = await changeStudy(id, () => ({ wish: 'running' }));
  if (!row) return;
  let wish: 'paused' | 'finished' = 'paused';
  markTrained(id, 'here');
  take(row);
  tellTabs({ kind: 'begun', id });
  try {
    const isThrough = await trainCells(own, row);
    if (isThrough) wish = 'finished';
  } catch (error) {
    showError(error);
  } finally {
    own.trainers?.dispose();
    await settle(id, wish);
  }
}

/** @returns true where every cell has an answer */
async function trainCells(own: Training, row: StudyRow): Promise<boolean> {
  const { id } = own;
  const study = { ...row.study, plan: readPlan(row.study.plan, `“${row.study.plan.title}”`) };
  const { runs } = await readStudyRuns(id);
  const tally = createTally(study.plan, runs, row.repeats);
  const { ended, all } = tally.counts;
  if (ended === all) return true;
  own.trainers = await openStudyTrainers(id, all - ended, (error) => {
    showError(error);
    own.isStopAsked = true;
  });
  const { trainers } = own.trainers;
  await expectSameImages(study.plan, runs, trainers[0]!);
  const news = createGatherer<StudyProgress>((held) => showProgress(id, held.at(-1)!));
  const around: StudySurroundings = {
    trainers,
    keep: (run) => keep(own, run, tally),
    report: (progress) => news.add(progress),
    isStopAsked: () => own.isStopAsked,
    now: () => performance.now(),
    date: () => new Date().toISOString(),
    app: labVersion,
  };
  const part = { repeated: new Set(row.repeats) };
  const end = await runStudy({ study, runs }, around, part).finally(() => news.passOn());
  return end.outcome === 'finished';
}

/** Resolves when the run is on the disk; shows it then. */
async function keep(own: Training, run: RunRecord, tally: StudyTally): Promise<void> {
  const { id } = own;
  const row = await putStudyRun(id, run, tally.add(run));
  if (!row) {
    own.isStopAsked = true; // the study was deleted, here or in another tab
    return;
  }
  followRun(id, run);
  take(row);
  tellTabs({ kind: 'changed', id, runId: run.id });
}

/** It is over: what the study is now, for this page and the others. */
async function settle(id: string, wish: 'paused' | 'finished'): Promise<void> {
  const row = await changeStudy(id, () => ({ wish })).catch((error: unknown) => {
    showError(error);
    return undefined;
  });
  markTrained(id, null, wish);
  dropProgress(id);
  if (row) take(row);
  else await deleteStudyCheckpoints(id).catch(showError); // it was deleted while it trained
  tellTabs({ kind: 'changed', id });
  if (row && wish === 'finished') announce(`The study “${row.study.plan.title}” is through`);
}

function take(row: StudyRow): void {
  listStudy(row);
  followStudy(row);
}

const TELL_EVERY_MS = 1000;
let toldMs = -Infinity;

function showProgress(id: string, progress: StudyProgress): void {
  takeProgress(id, progress);
  const now = performance.now();
  if (now - toldMs < TELL_EVERY_MS) return;
  toldMs = now;
  tellTabs({ kind: 'progress', id, progress });
}

/** What of a study is trained now, here or in another tab. */
export function takeProgress(id: string, progress: StudyProgress): void {
  setLab(({ studies }) => ({
    studies: { ...studies, progress: { ...studies.progress, [id]: progress } },
  }));
}

export function dropProgress(id: string): void {
  setLab(({ studies }) => {
    const others = Object.entries(studies.progress).filter(([each]) => each !== id);
    return { studies: { ...studies, progress: Object.fromEntries(others) } };
  });
}

function busy(id: string): LabError {
  const title = getLab().studies.list.find((each) => each.id === id)?.title ?? id;
  return new LabError('study-busy', {
    found: `that “${title}” is being trained`,
    expected: 'one study at a time',
    fix: 'pause it first, or wait until it is through',
  });
}
