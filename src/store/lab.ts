/**
 * All that the page knows, as plain data: what is wanted (draft), what happens (active, live), what
 * happened (runs). Actions are functions in the files beside this one; they need no hook.
 */
import { create } from 'zustand';
import type { OptionRecord } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import type { BackendChoice, DatasetCard, EngineStatus } from '../engine/engine.ts';
import type { DamagedDataset } from '../storage/datasets.ts';
import type { Theme } from '../storage/settings.ts';
import type { RunRecord } from '../training/result.ts';
import type { RunSpec } from '../training/spec.ts';
import { createDefaultSpec } from '../training/specs.ts';
import type { ComparisonSize } from '../studies/comparisons/comparison.ts';
import { createDataView, type DataView } from './dataView.ts';
import type { DownloadView, ImportView } from './importView.ts';
import { createLookView, type LookView } from './lookView.ts';
import { createRobustnessView, type RobustnessView } from './robustnessView.ts';
import type { RunBarView } from './runBar.ts';
import { sameSpec } from './specText.ts';
import { createStudiesView, type StudiesView, type StudyPlan } from './studiesView.ts';

export type EngineView =
  | { readonly phase: 'starting' }
  | { readonly phase: 'ready'; readonly status: EngineStatus }
  | { readonly phase: 'failed'; readonly reason: string };

export type CardView =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly card: DatasetCard }
  | { readonly phase: 'failed'; readonly reason: string };

/** What the worker does now. */
export interface ActiveRun {
  readonly runId: string;
  readonly untilStep: number;
  /** true: asked to pause; the worker will answer after its step. */
  readonly pausing: boolean;
}

/** What is known of a run only while this page is open. */
export interface LiveRun {
  /** null until measured. */
  readonly stepsPerSecond: number | null;
  /** Predicted class of each of the dataset's fixed test images, and the step they are from. */
  readonly predictions: Uint8Array | null;
}

export type NoticeAction =
  | { readonly kind: 'restoreRuns'; readonly runIds: readonly string[] }
  | { readonly kind: 'openEngine' }
  | { readonly kind: 'startStudy'; readonly studyId: string }
  | { readonly kind: 'pauseStudy'; readonly studyId: string }
  | { readonly kind: 'restorePlan'; readonly plan: StudyPlan };

export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'info';
  readonly text: string;
  readonly action: { readonly label: string; readonly does: NoticeAction } | null;
}

export interface WarpView {
  /** Which of the fixed test images is bent. */
  readonly image: number;
  /** Transforms that are not at their defaults. */
  readonly choices: readonly SystemChoice[];
  /** By run id: a probability for each class, as far as it was answered. */
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
  /** By run id: why there is no answer. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What the middle of the page shows. */
export type View =
  | { readonly kind: 'bench' }
  | { readonly kind: 'comparison'; readonly id: string; readonly size: ComparisonSize }
  | { readonly kind: 'pair'; readonly runIds: readonly [string, string] }
  /** The Data page, with the dataset that is looked at. */
  | { readonly kind: 'data'; readonly choice: SystemChoice }
  /** The Robustness page; its own state says what is bent. */
  | { readonly kind: 'robustness' }
  /** The Studies page; its own state says which study is open. */
  | { readonly kind: 'studies' };

export type RunSort = 'newest' | 'accuracy';

/** How the list of runs is looked through. */
export interface ListView {
  readonly search: string;
  readonly sort: RunSort;
  /** Runs that were ticked to do something with all of them. */
  readonly checkedIds: readonly string[];
}

export interface LabState {
  /** false until runs, settings and the list of stored datasets have been read. */
  readonly opened: boolean;
  readonly draft: RunSpec;
  /** Options of systems that are not chosen now, by `architecture/cnn`: coming back finds them. */
  readonly putAside: Readonly<Record<string, OptionRecord>>;
  /** The encoding to return to from an architecture that uses none. */
  readonly encodingPutAside: SystemChoice | null;
  readonly backendChoice: BackendChoice;
  readonly theme: Theme;
  readonly engine: EngineView;
  /** By cardKey. */
  readonly cards: Readonly<Record<string, CardView>>;
  /** Newest first. */
  readonly storedDatasets: readonly StoredDatasetCard[];
  /** Stored, but not to be read any more. */
  readonly damagedDatasets: readonly DamagedDataset[];
  /** What the import dialog shows; null: it is closed. */
  readonly importing: ImportView | null;
  readonly download: DownloadView | null;
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** Deleted runs that can still come back. */
  readonly deletedRuns: readonly RunRecord[];
  readonly selectedId: string | null;
  /** Runs that the chart leaves out. */
  readonly hiddenIds: readonly string[];
  /** Runs that the chart shows however many are newer. */
  readonly pinnedIds: readonly string[];
  /** Runs that wait for the worker, the next one first. */
  readonly queue: readonly string[];
  readonly list: ListView;
  readonly view: View;
  /** true between the press of the button and the worker's start. */
  readonly starting: boolean;
  readonly active: ActiveRun | null;
  readonly live: Readonly<Record<string, LiveRun>>;
  readonly warp: WarpView;
  readonly look: LookView;
  readonly data: DataView;
  readonly robustness: RobustnessView;
  readonly studies: StudiesView;
  readonly notices: readonly Notice[];
  /** For people who listen: what just happened. */
  readonly announcement: string;
}

export function createLabState(): LabState {
  return {
    opened: false,
    draft: createDefaultSpec(),
    putAside: {},
    encodingPutAside: null,
    backendChoice: 'auto',
    theme: 'system',
    engine: { phase: 'starting' },
    cards: {},
    storedDatasets: [],
    damagedDatasets: [],
    importing: null,
    download: null,
    runs: [],
    deletedRuns: [],
    selectedId: null,
    hiddenIds: [],
    pinnedIds: [],
    queue: [],
    list: { search: '', sort: 'newest', checkedIds: [] },
    view: { kind: 'bench' },
    starting: false,
    active: null,
    live: {},
    warp: { image: 0, choices: [], probabilities: {}, notes: {} },
    look: createLookView(),
    data: createDataView(),
    robustness: createRobustnessView(),
    studies: createStudiesView(),
    notices: [],
    announcement: '',
  };
}

export const useLab = create<LabState>()(() => createLabState());
export const getLab = useLab.getState;
export const setLab = useLab.setState;

export function findRun(runId: string): RunRecord | undefined {
  return getLab().runs.find((run) => run.id === runId);
}

export function currentRun(state: LabState): RunRecord | null {
  return state.runs.find((run) => run.id === state.selectedId) ?? null;
}

/** Whose test images are looked at: the selected run's, else what the draft would train on. */
export function shownImages(state: LabState): Pick<RunSpec, 'dataset' | 'seed'> {
  return currentRun(state)?.spec ?? state.draft;
}

export function runBarView(state: LabState): RunBarView {
  const current = currentRun(state);
  return {
    activeId: state.active?.runId ?? null,
    current,
    draftMatches: current !== null && sameSpec(current.spec, state.draft),
  };
}

/** Is a run with these very settings being trained, or waiting to be? */
export function isUnderWay(runs: readonly RunRecord[], spec: RunSpec): boolean {
  return runs.some(
    (run) => (run.status === 'training' || run.status === 'queued') && sameSpec(run.spec, spec),
  );
}

export type { BackendChoice, RunRecord, RunSpec, StoredDatasetCard };
