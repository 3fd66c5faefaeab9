/**
 * All that a person can do in the lab, as one list. The palette shows it, the keys are taken from
 * it, and the help lists those keys: one line here adds an action to all three.
 */
import { architectures } from '../../architectures/index.ts';
import { datasets } from '../../datasets/index.ts';
import { encodings } from '../../encodings/index.ts';
import { comparisons, showBench, showComparison } from '../../store/comparisons.ts';
import {
  chooseArchitecture,
  chooseDataset,
  chooseEncoding,
  chooseOptimiser,
  chooseSchedule,
  resetDraft,
} from '../../store/draft.ts';
import { currentRun, runBarView, type BackendChoice, type LabState } from '../../store/lab.ts';
import { optimisers, schedules } from '../../store/lists.ts';
import { pressMainButton, pressStep } from '../../store/mainButton.ts';
import { exportResults } from '../../store/results.ts';
import { settingsChanged, stepTarget } from '../../store/runBar.ts';
import { deleteRun, restoreSettings, selectRun, toggleInChart } from '../../store/runList.ts';
import { chooseTheme } from '../../store/start.ts';
import { chooseLookTab, lookTabs, showTestImages } from '../../store/subject.ts';
import {
  canResumeAll,
  chooseBackend,
  reset,
  restart,
  resumeAll,
  train,
} from '../../store/training.ts';
import { warpBy } from '../../store/warp.ts';
import { saveWeights } from '../../store/weights.ts';
import { backendNames } from './backendNames.ts';
import { chooseFiles } from './chooseFiles.ts';
import { openOverlay } from './overlay.ts';

/** `Mod` is Cmd on Apple's keyboards and Ctrl elsewhere. */
export type Key = 'Space' | '.' | '?' | 'Mod+K';

export interface Command {
  /** Stored among the recent ones: never renamed. */
  readonly id: string;
  readonly label: string;
  /** Where it belongs, as the page calls it. */
  readonly group: string;
  /** Further words that find it. */
  readonly words?: string;
  readonly key?: Key;
  /** Without it: always. */
  readonly isPossible?: (state: LabState) => boolean;
  readonly act: () => unknown;
}

const isFree = ({ starting, active }: LabState) => !starting && !active?.pausing;
const canStep = (state: LabState) =>
  isFree(state) && state.view.kind !== 'comparison' && stepTarget(runBarView(state)) !== undefined;
const hasRuns = ({ runs }: LabState) => runs.length > 0;
const hasCurrent = (state: LabState) => currentRun(state) !== null;
const isElsewhere = ({ view }: LabState) => view.kind !== 'bench';

/** What is always there, in the order in which an empty palette lists it. */
export const fixedCommands: readonly Command[] = [
  {
    id: 'main',
    label: 'Train, pause, resume',
    group: 'Training',
    key: 'Space',
    words: 'start stop run',
    isPossible: isFree,
    act: pressMainButton,
  },
  {
    id: 'step',
    label: 'One step',
    group: 'Training',
    key: '.',
    isPossible: canStep,
    act: pressStep,
  },
  {
    id: 'queue',
    label: 'Queue this set-up',
    group: 'Training',
    words: 'train next later',
    isPossible: ({ active, view }) => active !== null && view.kind === 'bench',
    act: train,
  },
  {
    id: 'resume-all',
    label: 'Resume all paused runs',
    group: 'Training',
    words: 'queue',
    isPossible: canResumeAll,
    act: resumeAll,
  },
  {
    id: 'restart',
    label: 'Restart with these settings',
    group: 'Training',
    isPossible: (state) => settingsChanged(runBarView(state)),
    act: restart,
  },
  {
    id: 'reset',
    label: 'Reset the run',
    group: 'Training',
    words: 'discard begin again',
    isPossible: hasCurrent,
    act: reset,
  },
  {
    id: 'bench',
    label: 'Back to the set-up',
    group: 'Classify',
    words: 'close comparison',
    isPossible: isElsewhere,
    act: showBench,
  },
  {
    id: 'defaults',
    label: 'Default settings',
    group: 'Set-up',
    words: 'reset clear options',
    act: resetDraft,
  },
  {
    id: 'export',
    label: 'Export results',
    group: 'Files',
    words: 'save download json runs',
    isPossible: hasRuns,
    act: () => exportResults(),
  },
  {
    id: 'import',
    label: 'Import files …',
    group: 'Files',
    words: 'open load results images dataset idx picture',
    act: chooseFiles,
  },
  {
    id: 'share',
    label: 'Share by link',
    group: 'Files',
    words: 'copy address url',
    act: () => openOverlay('share'),
  },
  {
    id: 'test-images',
    label: 'Look at test images',
    group: 'Look',
    words: 'subject',
    act: showTestImages,
  },
  {
    id: 'unbend',
    label: 'Undo all warps',
    group: 'Look',
    words: 'bend straight original',
    isPossible: ({ warp }) => warp.choices.length > 0,
    act: () => warpBy([]),
  },
  {
    id: 'commands',
    label: 'All commands',
    group: 'Help',
    key: 'Mod+K',
    words: 'palette search',
    act: () => openOverlay('palette'),
  },
  {
    id: 'help',
    label: 'Help and keys',
    group: 'Help',
    key: '?',
    words: 'about shortcuts',
    act: () => openOverlay('help'),
  },
  {
    id: 'tour',
    label: 'Take the tour',
    group: 'Help',
    words: 'introduction guide tutorial',
    act: () => openOverlay('tour'),
  },
];

interface Choice {
  readonly id: string;
  readonly label: string;
}

/** A command for each of a list: `Dataset: Typefaces`. */
function choicesOf<Each extends Choice>(
  kind: {
    readonly id: string;
    readonly label: string;
    readonly group: string;
    readonly words?: string;
  },
  list: readonly Each[],
  choose: (id: Each['id']) => unknown,
): Command[] {
  return list.map(({ id, label }) => ({
    ...kind,
    id: `${kind.id}/${id}`,
    label: `${kind.label}: ${label}`,
    act: () => choose(id),
  }));
}

/** `first-layer` is called First layer. */
const lookNames = lookTabs.map((id) => {
  return { id, label: `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}` };
});

const themes = [
  { id: 'system', label: 'as the system' },
  { id: 'light', label: 'light' },
  { id: 'dark', label: 'dark' },
] as const;

/** One for each system, so that a new one is here as soon as it is in its list. */
const chosenCommands: readonly Command[] = [
  ...choicesOf(
    { id: 'architecture', label: 'Architecture', group: 'Set-up', words: 'model network' },
    architectures,
    chooseArchitecture,
  ),
  ...choicesOf(
    { id: 'optimiser', label: 'Optimiser', group: 'Set-up' },
    optimisers,
    chooseOptimiser,
  ),
  ...choicesOf(
    { id: 'schedule', label: 'Schedule', group: 'Set-up', words: 'learning rate' },
    schedules,
    chooseSchedule,
  ),
  ...comparisons.map(({ id, title, question }): Command => ({
    id: `comparison/${id}`,
    label: `Compare: ${title}`,
    group: 'Comparisons',
    words: question,
    act: () => showComparison(id),
  })),
  ...choicesOf(
    { id: 'look', label: 'Look', group: 'Look', words: 'tab' },
    lookNames,
    chooseLookTab,
  ),
  ...choicesOf(
    { id: 'theme', label: 'Theme', group: 'Page', words: 'colours' },
    themes,
    chooseTheme,
  ),
  ...choicesOf<Choice & { id: BackendChoice }>(
    { id: 'backend', label: 'Backend', group: 'Page', words: 'gpu engine' },
    backendNames,
    chooseBackend,
  ),
];

/** What depends on what is there. */
function stateCommands({ runs, storedDatasets, draft }: LabState): Command[] {
  const known = [...datasets, ...storedDatasets];
  return [
    ...choicesOf(
      { id: 'dataset', label: 'Dataset', group: 'Set-up', words: 'images data' },
      known,
      chooseDataset,
    ),
    ...(draft.encoding
      ? choicesOf(
          { id: 'encoding', label: 'Encoding', group: 'Set-up', words: 'position features' },
          encodings,
          chooseEncoding,
        )
      : []),
    ...runs.toReversed().map(({ id, name }): Command => ({
      id: `run/${id}`,
      label: `Select ${name}`,
      group: 'Runs',
      words: 'show run',
      act: () => selectRun(id),
    })),
  ];
}

/** What can be done with the run that is looked at. */
function currentCommands(state: LabState): Command[] {
  const run = currentRun(state);
  if (!run) return [];
  const { id, name } = run;
  const isHidden = state.hiddenIds.includes(id);
  return [
    {
      id: 'current/settings',
      label: `Restore settings of ${name}`,
      group: 'Runs',
      act: () => restoreSettings(id),
    },
    {
      id: 'current/save',
      label: `Save results of ${name}`,
      group: 'Runs',
      words: 'export download',
      act: () => exportResults([id]),
    },
    {
      id: 'current/weights',
      label: `Save weights of ${name}`,
      group: 'Runs',
      words: 'export download safetensors',
      isPossible: () => run.step > 0 && !run.imported,
      act: () => saveWeights(id),
    },
    {
      id: 'current/hide',
      label: `${isHidden ? 'Show' : 'Hide'} ${name} in the chart`,
      group: 'Runs',
      act: () => toggleInChart(id),
    },
    {
      id: 'current/delete',
      label: `Delete ${name}`,
      group: 'Runs',
      words: 'remove',
      act: () => deleteRun(id),
    },
  ];
}

/** Everything that can be done now. */
export function commandsOf(state: LabState): Command[] {
  const all = [
    ...fixedCommands,
    ...currentCommands(state),
    ...stateCommands(state),
    ...chosenCommands,
  ];
  return all.filter(({ isPossible }) => isPossible?.(state) ?? true);
}
